import { expect, test } from 'vitest';
import { type Sql, testDatabase } from '../../support/database/database.ts';
import {
  call,
  claim,
  createMember,
  createTenant,
  expireLease,
  makeDue,
  required,
  type Tenant,
} from '../../support/database/fixtures.ts';
import { company, type RunningJob, runningJob, storePage } from '../../support/database/synced-data.ts';

const database = testDatabase();

interface Entry {
  entry: number;
  kind: string;
  attempt: number;
  page: number;
  pages: number;
  records: number;
  worker: string | null;
  claimed_at: string | null;
  waits_until: string | null;
  message: string | null;
  created_at: string;
}
interface Log {
  claim: { worker: string; claimed_at: string } | null;
  entries: Entry[];
}

/** The log as somebody of the tenant reads it over REST. */
async function read(tenant: Tenant, jobId: string, role: 'admin' | 'auditor' | 'member' = 'auditor', from = 1) {
  const user = await createMember(database.sql, tenant, role);
  const [row] = await database.as(
    { user },
    (sql) => sql<{ log: Log }[]>`select public.read_integration_run_log(${jobId}, ${from}) as log`,
  );
  return required(row).log;
}
const running = (tenant?: Tenant) => runningJob(database.sql, 'acessorias', tenant);
const release = (name: string, job: RunningJob, ...more: (string | number | null)[]) =>
  call(database.sql, name, job.job_id, job.lease_token, ...more);

/** The same job, claimed again. */
async function claimedAgain(sql: Sql, job: RunningJob): Promise<RunningJob> {
  await makeDue(sql, job.job_id);
  const next = required(await claim(sql, 'second'));
  expect(next.job_id).toBe(job.job_id);
  return { ...next, tenant: job.tenant };
}

test('each page is an entry with what it brought and what reading it took', async () => {
  const { sql } = database;
  const job = await running();
  await sql`
    select public.store_integration_page(
      p_job_id => ${job.job_id}, p_lease_token => ${job.lease_token}, p_rows => ${sql.json([company(1), company(2)])},
      p_cursor => '{"page": 2}', p_step => 'Lendo empresas', p_problems => '[{"item": "ID 3", "reason": "sem documento"}]',
      p_calls => '{"calls": 2, "ms": 412, "status": 200}')`;
  await storePage(sql, job, [company(1)]);
  const { entries } = await read(job.tenant, job.job_id);
  expect(entries).toMatchObject([
    {
      entry: 1,
      kind: 'page',
      attempt: 1,
      page: 1,
      pages: 1,
      records: 3,
      changed: 2,
      problems: 1,
      calls: 2,
      read_ms: 412,
      http_status: 200,
      message: 'Lendo empresas',
    },
    {
      entry: 2,
      kind: 'page',
      page: 2,
      records: 1,
      changed: 0,
      problems: 0,
      calls: null,
      read_ms: null,
      http_status: null,
    },
  ]);
});

test('a yield, a limit, a retry and a lost worker end a claim, each with its worker and until when the job waits', async () => {
  const { sql } = database;
  let job = await running();
  await storePage(sql, job, [company(1)]);
  await release('yield_integration_job', job);
  job = await claimedAgain(sql, job);
  await release('fail_integration_job', job, 'rate_limit', 'rate_limited', 'Limite do provedor', 90);
  job = await claimedAgain(sql, job);
  await release('fail_integration_job', job, 'temporary', 'provider_error', 'O provedor respondeu 503', 30);
  job = await claimedAgain(sql, job);
  await storePage(sql, job, [company(2)]);
  await expireLease(sql, job.job_id);
  await sql`select private.recover_jobs()`;

  const { entries, claim: open } = await read(job.tenant, job.job_id);
  expect(entries.map(({ entry, kind, page, worker }) => [entry, kind, page, worker])).toEqual([
    [1, 'page', 1, null],
    [2, 'yielded', 1, 'test'],
    [3, 'limited', 1, 'second'],
    [4, 'retried', 1, 'second'],
    [5, 'page', 2, null],
    [6, 'recovered', 2, 'second'],
  ]);
  const waits = (entry: Entry | undefined) =>
    Math.round((Date.parse(required(entry?.waits_until)) - Date.parse(required(entry).created_at)) / 1000);
  expect([waits(entries[2]), waits(entries[3])]).toEqual([90, 30]);
  expect(entries[2]?.message).toBe('Limite do provedor');
  // What is in integration_logs already is not written again.
  expect(entries[3]?.message).toBeNull();
  expect(open).toBeNull();
});

test('who works on it now comes from the lease, who ended it stands with the attempt: a claim and an end write no entry', async () => {
  const { sql } = database;
  const job = await running();
  expect(await read(job.tenant, job.job_id)).toMatchObject({ claim: { worker: 'test' }, entries: [] });
  await storePage(sql, job, [company(1)], { cursor: null });
  await release('finish_integration_job', job);
  const log = await read(job.tenant, job.job_id);
  expect(log.claim).toBeNull();
  expect(log.entries).toHaveLength(1);
  const [attempt] = await sql`
    select worker, claimed_at <= created_at as was_before from public.integration_logs where job_id = ${job.job_id}`;
  expect(attempt).toEqual({ worker: 'test', was_before: true });
});

test('members and strangers read nothing of it, and whoever follows asks from the last entry on', async () => {
  const { sql } = database;
  const job = await running();
  await storePage(sql, job, [company(1)]);
  await storePage(sql, job, [company(2)]);
  expect(await read(job.tenant, job.job_id, 'member')).toEqual({ claim: null, entries: [] });
  expect(await read(await createTenant(sql), job.job_id, 'admin')).toEqual({ claim: null, entries: [] });
  expect((await read(job.tenant, job.job_id, 'admin', 2)).entries.map(({ entry }) => entry)).toEqual([2]);
});

test('a page that is not stored leaves no entry, and no text of it holds a credential', async () => {
  const { sql } = database;
  const job = await running();
  await storePage(sql, { ...job, lease_token: job.job_id }, [company(1)]);
  expect((await read(job.tenant, job.job_id)).entries).toEqual([]);
  await sql`
    select public.store_integration_page(
      p_job_id => ${job.job_id}, p_lease_token => ${job.lease_token}, p_rows => '[]', p_cursor => '{"page": 2}',
      p_step => 'Lendo com Authorization: Bearer abcdefghijklmnop123456')`;
  await release('fail_integration_job', job, 'rate_limit', 'rate_limited', 'token=abcdefghijklmnop123456 recusado', 90);
  const { entries } = await read(job.tenant, job.job_id);
  expect(entries).toHaveLength(2);
  expect(JSON.stringify(entries)).not.toContain('abcdefghijklmnop123456');
});
