import { expect, test } from 'vitest';
import { ACTIVE_STATUSES, FINAL_STATUSES, JOB_STATUSES } from '../../../src/lib/jobs/job-status.ts';
import { testDatabase } from '../../support/database/database.ts';
import { required } from '../../support/database/fixtures.ts';

const database = testDatabase();

/** Not lists of what is active or final: where a job may carry the reason of a failure, and how a delivery stands, which is no job. */
const OTHERS = ['constraint reason_only_when_failed_or_waiting', 'constraint delivery_status_is_valid'];
const UNSUCCESSFUL = FINAL_STATUSES.filter((status) => status !== 'success');

const wordsOf = (definition: string) => [...definition.matchAll(/'([a-z]+)'/g)].map((match) => match[1]).toSorted();

test('the check constraint and the app name the same statuses', async () => {
  const [row] = await database.sql<{ definition: string }[]>`
    select pg_get_constraintdef(oid) as definition from pg_constraint
    where conname = 'status_is_valid' and conrelid = 'public.integration_jobs'::regclass`;
  expect(wordsOf(required(row).definition)).toEqual(JOB_STATUSES.toSorted());
});

test('every list of statuses in the database is what the app calls active, final or all', async () => {
  const rows = await database.sql<{ place: string; definition: string }[]>`
    select 'constraint ' || conname as place, pg_get_constraintdef(oid) as definition from pg_constraint
    where connamespace = 'public'::regnamespace and contype = 'c'
    union all
    select 'index ' || indexname, indexdef from pg_indexes where schemaname = 'public'
    union all
    select 'policy ' || policyname, concat_ws(' ', qual, with_check) from pg_policies where schemaname = 'public'
    union all
    select 'function ' || oid::regprocedure, prosrc from pg_proc
    where pronamespace in ('public'::regnamespace, 'private'::regnamespace)`;
  const lists = rows.flatMap(({ place, definition }) =>
    [...definition.matchAll(/status (?:in|= any) \(([^)]*)\)/gi)]
      .map(([, list = '']) => wordsOf(list))
      .filter((words) => words.some((word) => JOB_STATUSES.some((status) => status === word)))
      .map((words) => ({ place, words })),
  );
  // Otherwise the pattern finds nothing any more, and the test is content with anything.
  expect(lists.length).toBeGreaterThan(7);
  const known = [ACTIVE_STATUSES, FINAL_STATUSES, UNSUCCESSFUL, JOB_STATUSES].map((statuses) =>
    statuses.toSorted().join(),
  );
  const others = lists.filter(({ place, words }) => !OTHERS.includes(place) && !known.includes(words.join()));
  expect(others).toEqual([]);
});
