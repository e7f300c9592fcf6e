import { afterEach, beforeEach, expect, test } from 'vitest';
import { breakJob } from '../../support/database/broken-job.ts';
import { testDatabase } from '../../support/database/database.ts';
import {
  call,
  claim,
  createRunningJob,
  expireLease,
  readJob,
  readLogs,
  required,
} from '../../support/database/fixtures.ts';

// The worst that a queue of many tenants can do: one job that nobody can move stops everybody.
const database = testDatabase();

type Running = Awaited<ReturnType<typeof createRunningJob>>;
let broken: Running;
let others: Running[];
let heal: () => Promise<void>;

beforeEach(async () => {
  const { sql } = database;
  broken = await createRunningJob(sql);
  others = [await createRunningJob(sql), await createRunningJob(sql)];
  for (const { job_id } of [broken, ...others]) await expireLease(sql, job_id);
  heal = await breakJob(sql, broken.job_id);
});
afterEach(async () => {
  await heal();
  await database.sql`delete from public.integration_jobs`;
});

test('the tick recovers all others and counts the one that it could not', async () => {
  const { sql } = database;
  expect(await call(sql, 'integration_queue_tick')).toMatchObject({ requeued: 2, stuck: 1, failed_parts: [] });
  for (const { job_id } of others) {
    expect(await readJob(sql, job_id)).toMatchObject({ status: 'pending', error_code: 'worker_lost' });
    expect(await readLogs(sql, job_id)).toHaveLength(1);
  }
  expect(await readJob(sql, broken.job_id)).toMatchObject({ status: 'running' });
});

test('a claim recovers the others too, hands one out and says what it found', async () => {
  const { sql } = database;
  const claimed = required(await claim(sql));
  expect(others.map(({ job_id }) => job_id)).toContain(claimed.job_id);
  expect(claimed).toMatchObject({ attempt: 2, recovered: { requeued: 2, failed: 0, stuck: 1 } });
});

test('the health of the queue shows it, and once healed it is recovered like any other', async () => {
  const { sql } = database;
  await call(sql, 'integration_queue_tick');
  expect(await call(sql, 'integration_queue_health')).toMatchObject({ expired_leases: 1 });
  await heal();
  expect(await call(sql, 'integration_queue_tick')).toMatchObject({ requeued: 1, stuck: 0 });
  expect(await call(sql, 'integration_queue_health')).toMatchObject({ expired_leases: 0 });
  heal = async () => {};
});
