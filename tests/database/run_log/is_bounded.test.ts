import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { call, claim, makeDue, required } from '../../support/database/fixtures.ts';
import { company, runningJob, storePage } from '../../support/database/synced-data.ts';

const database = testDatabase();

const limitEntries = (limit: number) =>
  database.sql`update private.queue_settings set max_run_log_entries = ${limit} where only_row`;
const kinds = (jobId: string) => database.sql<{ kind: string; page: number; pages: number; records: number }[]>`
  select kind, page, pages, records from public.integration_run_log where job_id = ${jobId} order by entry`;

test('after half of the entries pages share one, a hundred each', async () => {
  const { sql } = database;
  await limitEntries(10);
  const job = await runningJob(sql, 'acessorias');
  for (let page = 1; page <= 107; page += 1) await storePage(sql, job, [company(1)]);
  const entries = await kinds(job.job_id);
  expect(entries.map(({ page, pages, records }) => [page, pages, records])).toEqual([
    [1, 1, 1],
    [2, 1, 1],
    [3, 1, 1],
    [4, 1, 1],
    [104, 100, 100],
    [107, 3, 3],
  ]);
});

test('an endless run fills no table: its last entry stands for what finds no room, and the run goes on', async () => {
  const { sql } = database;
  await limitEntries(10);
  let job = await runningJob(sql, 'acessorias');
  for (let round = 0; round < 12; round += 1) {
    await storePage(sql, job, [company(round)]);
    await call(sql, 'yield_integration_job', job.job_id, job.lease_token);
    await makeDue(sql, job.job_id);
    job = { ...required(await claim(sql)), tenant: job.tenant };
  }
  await storePage(sql, job, [company(99)]);
  const entries = await kinds(job.job_id);
  expect(entries).toHaveLength(10);
  expect(entries.at(-1)).toMatchObject({ kind: 'omitted', page: 13 });
});

test('old entries go in batches with the tick, those of others stay', async () => {
  const { sql } = database;
  const job = await runningJob(sql, 'acessorias');
  for (let page = 1; page <= 4; page += 1) await storePage(sql, job, [company(1)]);
  await sql`update private.queue_settings set prune_batch = 2 where only_row`;
  await sql`
    update public.integration_run_log set created_at = now() - interval '31 days' where job_id = ${job.job_id} and entry <= 3`;
  const pruned = async () => {
    const [row] = await sql`select public.integration_queue_tick() ->> 'pruned_run_log' as entries`;
    return Number(row?.entries);
  };
  expect([await pruned(), await pruned(), await pruned()]).toEqual([2, 1, 0]);
  // The numbers go on.
  await storePage(sql, job, [company(1)]);
  const left =
    await sql`select entry, page from public.integration_run_log where job_id = ${job.job_id} order by entry`;
  expect(left).toMatchObject([
    { entry: 4, page: 4 },
    { entry: 5, page: 5 },
  ]);
});
