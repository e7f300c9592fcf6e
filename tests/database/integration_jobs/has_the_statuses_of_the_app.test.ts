import { expect, test } from 'vitest';
import { JOB_STATUSES } from '../../../src/lib/jobs/job-status.ts';
import { testDatabase } from '../../support/database/database.ts';
import { required } from '../../support/database/fixtures.ts';

const database = testDatabase();

test('the check constraint and the app name the same statuses', async () => {
  const [row] = await database.sql<{ definition: string }[]>`
    select pg_get_constraintdef(oid) as definition from pg_constraint
    where conname = 'status_is_valid' and conrelid = 'public.integration_jobs'::regclass`;
  const named = [...required(row).definition.matchAll(/'([a-z]+)'/g)].map((match) => match[1]);
  expect(named.toSorted()).toEqual([...JOB_STATUSES].toSorted());
});
