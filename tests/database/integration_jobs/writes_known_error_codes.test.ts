import { expect, test } from 'vitest';
import { FAILURE_KINDS, JOB_ERROR_CODES } from '../../../supabase/functions/_shared/errors.ts';
import { testDatabase } from '../../support/database/database.ts';

const database = testDatabase();

/** Where SQL names a code itself: an assignment of error_code (one line), and a call of fail_job. */
const PLACES = /\berror_code = [^\n]*|\bfail_job\([^)]*\)/g;

test('every error code that the queue itself writes is one of the list of the functions', async () => {
  const rows = await database.sql<{ name: string; source: string }[]>`
    select oid::regprocedure::text as name, prosrc as source from pg_proc
    where pronamespace in ('public'::regnamespace, 'private'::regnamespace)`;
  const written = rows.flatMap(({ name, source }) =>
    [...source.matchAll(PLACES)].flatMap(([place]) =>
      [...place.matchAll(/'([a-z]+(?:_[a-z]+)*)'/g)].map(([, code = '']) => ({ name, code })),
    ),
  );
  // Otherwise the pattern finds nothing any more, and the test is content with anything.
  expect(written.map(({ code }) => code)).toEqual(expect.arrayContaining(['worker_lost']));
  const known: ReadonlySet<string> = new Set([...JOB_ERROR_CODES, ...FAILURE_KINDS]);
  expect(written.filter(({ code }) => !known.has(code))).toEqual([]);
});
