import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import {
  createRunningJob,
  createTenant,
  enqueue,
  expireLease,
  readJob,
  required,
} from '../../support/database/fixtures.ts';
import { EXTENSIONS } from './support/extensions.ts';

const database = testDatabase();
/** What the migrations made. */
let key = '';

let admin: postgres.Sql;
let warnings: string[] = [];
let owner: postgres.Sql;

beforeAll(() => {
  const name = new URL(database.url()).pathname;
  const adminUrl = new URL(inject('databaseServer').adminUrl);
  adminUrl.pathname = name;
  admin = postgres(adminUrl.href, { max: 1, onnotice: () => {} });
  owner = postgres(database.url(), { max: 1, onnotice: (notice) => warnings.push(String(notice.message)) });
});
afterAll(async () => {
  await admin.end();
  await owner.end();
});
beforeEach(async () => {
  warnings = [];
  await database.sql`delete from public.integration_jobs`;
});

const schedule = async () => required((await owner`select private.schedule_queue() as answer`)[0]).answer;
const poke = async () => required((await owner`select private.poke_workers() as poked`)[0]).poked;

test('without pg_cron and pg_net it says what is missing and changes nothing', async () => {
  expect(await schedule()).toBe('missing: pg_cron and pg_net');
  expect(warnings).toEqual(['The queue is not scheduled: pg_cron and pg_net is not installed']);
});

test('where they are, one schedule is made, and a second call replaces it', async () => {
  await admin.unsafe(EXTENSIONS).simple();
  expect(await schedule()).toBe('scheduled');
  expect(await schedule()).toBe('scheduled');
  expect([...(await owner`select jobname, schedule, command from cron.job`)]).toEqual([
    { jobname: 'integration-queue', schedule: '10 seconds', command: 'select private.poke_workers()' },
  ]);
});

test('the scheduled command runs, and pokes nobody when nothing is due', async () => {
  const [job] = await owner`select command from cron.job`;
  await owner.unsafe(required(job).command);
  expect(await owner`select 1 from net.http_request_queue`).toHaveLength(0);
});

test('the rows that pg_cron keeps of each run leave after a day, in batches, those of other jobs never', async () => {
  await owner`update private.queue_settings set prune_batch = 3`;
  await owner`insert into cron.job (jobname, schedule, command) values ('somebody else''s', '1 hour', 'select 1')`;
  await owner`
    insert into cron.job_run_details (jobid, end_time)
    select jobid, now() - age from cron.job cross join unnest(array['30 hours', '29 hours', '28 hours', '25 hours', '23 hours']::interval[]) as age`;
  await owner`insert into cron.job_run_details (jobid, end_time) select jobid, null from cron.job`;
  const tick = async () => required((await owner`select private.tick() as tick`)[0]).tick;
  expect(await tick()).toMatchObject({ pruned_tick_details: 3, failed_parts: [] });
  expect(await tick()).toMatchObject({ pruned_tick_details: 1 });
  expect(await tick()).toMatchObject({ pruned_tick_details: 0 });
  const left = await owner`
    select jobname, count(*)::integer as rows from cron.job_run_details join cron.job using (jobid) group by jobname order by jobname`;
  expect([...left]).toEqual([
    { jobname: 'integration-queue', rows: 2 },
    { jobname: "somebody else's", rows: 6 },
  ]);
});

test('without the right to delete them they stay, and the tick is none the worse', async () => {
  await admin`revoke delete on cron.job_run_details from postgres`;
  await owner`update cron.job_run_details set end_time = now() - interval '2 days'`;
  const [row] = await owner`select private.tick() as tick`;
  expect(required(row).tick).toMatchObject({ pruned_tick_details: 0, failed_parts: [] });
});

test('without URL and key in Vault it warns, and the recovery that came first stands', async () => {
  const job = await createRunningJob(database.sql);
  await expireLease(database.sql, job.job_id);
  expect(await poke()).toBe(0);
  expect(warnings.join()).toContain('Vault lacks integrations_project_url');
  expect(await readJob(database.sql, job.job_id)).toMatchObject({ status: 'pending', error_code: 'worker_lost' });
});

test('with both it pokes a worker for as many due jobs as one can hold, with the key and nothing else', async () => {
  const [made] = await owner<{ key: string }[]>`
    select decrypted_secret as key from vault.decrypted_secrets where name = 'integrations_worker_key'`;
  key = required(made).key;
  expect(key).toMatch(/^worker_[0-9a-f]{64}$/);
  await owner`select vault.create_secret('https://ref.supabase.co/', 'integrations_project_url')`;
  await owner`update private.queue_settings set jobs_per_worker = 2`;
  for (let index = 0; index < 6; index += 1) await enqueue(database.sql, await createTenant(database.sql));
  expect(await poke()).toBe(3);
  const requests = await owner`select url, headers, body, timeout_milliseconds from net.http_request_queue`;
  expect(requests).toHaveLength(3);
  expect(requests[0]).toEqual({
    url: 'https://ref.supabase.co/functions/v1/process-integration-job',
    headers: { 'Content-Type': 'application/json', 'X-Worker-Key': key },
    body: {},
    timeout_milliseconds: 5_000,
  });
});

/** What pg_net's worker does: takes the requests, and notes the answers. */
async function answer(status: number | null, { timedOut = false, error = null as string | null } = {}): Promise<void> {
  await admin`
    with taken as (delete from net.http_request_queue where true returning id)
    insert into net._http_response (id, status_code, timed_out, error_msg) select id, ${status}, ${timedOut}, ${error} from taken`;
}
const health = async () => required((await owner`select private.health() as health`)[0]).health.pokes;

test('while earlier pokes wait in the queue of pg_net nothing is added to it', async () => {
  await enqueue(database.sql, await createTenant(database.sql));
  expect(await owner`select from net.http_request_queue`).toHaveLength(3);
  expect(await poke()).toBe(0);
  expect(await owner`select from net.http_request_queue`).toHaveLength(3);
  await answer(202);
  expect(await poke()).toBe(1);
  expect(warnings).toEqual([]);
  expect(await health()).toMatchObject({ accepted: 3, refused: 0, failed: 0 });
  await answer(202);
});

test.each([
  ['refused', 401, {}, 'refused: status 401'],
  ['failed', 500, {}, 'failed: status 500'],
  ['failed', null, { error: "Couldn't resolve host name" }, "failed: Couldn't resolve host name"],
  ['timed_out', null, { timedOut: true, error: 'Timeout of 5000 ms reached' }, 'timed out: Timeout of 5000 ms reached'],
])('a poke that was %s is told by the log and by the health of the queue', async (outcome, status, how, said) => {
  await enqueue(database.sql, await createTenant(database.sql));
  await poke();
  await answer(status, how);
  const before = await health();
  await poke();
  expect(warnings.join()).toContain(`1 poke(s) of workers ${said}`);
  const after = await health();
  expect(after.last.outcome).toBe(outcome);
  expect(after.refused + after.failed).toBe(before.refused + before.failed + 1);
  await answer(202);
});

test('the answers to the requests of others are none of ours', async () => {
  await owner`update private.pokes set outcome = 'accepted' where outcome is null`;
  await admin`insert into net._http_response (id, status_code, timed_out) values (999999, 401, false)`;
  await poke();
  expect(warnings).toEqual([]);
});

test('a poke that pg_net lost is noted after a while, and all are forgotten after a day', async () => {
  await enqueue(database.sql, await createTenant(database.sql));
  await poke();
  await admin`delete from net.http_request_queue where true`;
  await owner`update private.pokes set sent_at = now() - interval '11 minutes' where outcome is null`;
  await poke();
  expect(warnings.join()).toContain('unanswered: no answer');
  await admin`delete from net.http_request_queue where true`;
  await owner`update private.pokes set sent_at = now() - interval '25 hours' where true`;
  await database.sql`delete from public.integration_jobs`;
  await poke();
  expect(await owner`select from private.pokes`).toHaveLength(0);
});

test('while a delivery is due it pokes deliver-notifications too, once, with or without jobs', async () => {
  await owner`delete from net.http_request_queue where true`;
  await owner`delete from private.pokes where true`;
  const tenant = await createTenant(database.sql);
  const [webhook] = await owner<{ id: string }[]>`
    insert into public.notification_webhooks (tenant_id, host, kinds) values (${tenant.id}, 'hooks.example.com', '{failure}') returning id`;
  await owner`
    insert into public.notification_deliveries (tenant_id, webhook_id, kind) values (${tenant.id}, ${required(webhook).id}, 'test')`;
  expect(await poke()).toBe(0);
  const requests = await owner`select url, headers from net.http_request_queue`;
  expect([...requests]).toEqual([
    {
      url: 'https://ref.supabase.co/functions/v1/deliver-notifications',
      headers: { 'Content-Type': 'application/json', 'X-Worker-Key': key },
    },
  ]);
  await owner`delete from public.notification_webhooks where true`;
  await answer(202);
});

test('what pg_cron refuses is a notice, not the end of a migration', async () => {
  await admin.unsafe(`create or replace function cron.schedule(job_name text, schedule text, command text) returns bigint language plpgsql as $$
    begin raise exception 'can only create extension in database postgres'; end $$`);
  expect(await schedule()).toBe('refused: can only create extension in database postgres');
  expect(warnings.join()).toContain('pg_cron refuses');
});

test('when pg_net refuses, it warns and the recovery stands', async () => {
  await admin`alter table net.http_request_queue add constraint broken check (false) not valid`;
  const job = await createRunningJob(database.sql);
  await expireLease(database.sql, job.job_id);
  expect(await poke()).toBe(0);
  expect(warnings.join()).toContain('pg_net refused the request');
  expect(warnings.join()).not.toContain(key);
  expect(await readJob(database.sql, job.job_id)).toMatchObject({ status: 'pending' });
});

test('where Vault itself is missing it warns too', async () => {
  await admin`drop schema vault cascade`;
  const job = await createRunningJob(database.sql);
  await expireLease(database.sql, job.job_id);
  expect(await poke()).toBe(0);
  expect(warnings.join()).toContain('Vault lacks integrations_project_url');
  expect(await readJob(database.sql, job.job_id)).toMatchObject({ status: 'pending' });
});
