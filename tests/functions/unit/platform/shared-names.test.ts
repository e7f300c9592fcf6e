import { expect, test } from 'vitest';
import {
  HTTP_ERROR_CODES as appHttpCodes,
  JOB_ERROR_CODES as appJobCodes,
} from '../../../../src/lib/jobs/error-codes.ts';
import { HTTP_ERROR_CODES, JOB_ERROR_CODES } from '../../../../supabase/functions/_shared/errors.ts';

/** The app and the functions are built apart, so each keeps its own list: this holds them together. */

test('the app knows every error code of a job, and no other', () => {
  expect([...appJobCodes].toSorted()).toEqual([...JOB_ERROR_CODES].toSorted());
});

test('the app knows every error code of an answer, and no other', () => {
  expect([...appHttpCodes].toSorted()).toEqual([...HTTP_ERROR_CODES].toSorted());
});
