import { expect, test } from 'vitest';
import { HTTP_ERROR_TEXTS, JOB_ERROR_TEXTS } from '../../../../src/lib/labels/errors.ts';
import { HTTP_ERROR_CODES, JOB_ERROR_CODES } from '../../../../supabase/functions/_shared/errors.ts';

/** The app and the functions are built apart, so each keeps its own list: this holds them together. */

test('the app knows every error code of a job, and no other', () => {
  expect(Object.keys(JOB_ERROR_TEXTS).toSorted()).toEqual([...JOB_ERROR_CODES].toSorted());
});

test('the app knows every error code of an answer, and no other', () => {
  expect(Object.keys(HTTP_ERROR_TEXTS).toSorted()).toEqual([...HTTP_ERROR_CODES].toSorted());
});
