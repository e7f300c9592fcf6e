import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Sql, testDatabase } from '../../support/database/database.ts';
import { call, claim, createRunningJob, makeDue, readJob, required } from '../../support/database/fixtures.ts';

const database = testDatabase();

const company = (document: string, name = 'Empresa') => ({ document, legal_name: name, is_active: true });

interface Held {
  job_id: string;
  lease_token: string;
}

/** Stores one page of companies through the function that the synchronisation uses. */
function store(
  sql: Sql,
  job: Held,
  documents: string[],
  options: { cursor?: unknown; total?: number; step?: string; problems?: object[] } = {},
) {
  return call(
    sql,
    'store_integration_page',
    job.job_id,
    job.lease_token,
    documents.map((document) => company(document)) as never,
    (options.cursor ?? { page: 2 }) as never,
    options.total ?? null,
    options.step ?? null,
    (options.problems ?? []) as never,
  );
}

/** Moves time: the last progress that browsers saw is older than the least interval between two. */
const passInterval = (sql: Sql, id: string) =>
  sql`update private.job_leases set published_at = published_at - interval '2 seconds' where job_id = ${id}`;

test('counts, percentage and step move with each page', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  expect(await store(sql, job, ['11111111111180', '22222222222259'], { total: 8, step: 'Página 1' })).toEqual({
    state: 'held',
    processed: 2,
    total: 8,
  });
  expect(await readJob(sql, job.job_id)).toMatchObject({
    progress: 25,
    processed_count: 2,
    total_count: 8,
    step: 'Página 1',
  });

  await passInterval(sql, job.job_id);
  await store(sql, job, ['33333333333328'], {
    total: 8,
    problems: [{ item: 'linha 2', reason: 'documento inválido' }],
  });
  expect(await readJob(sql, job.job_id)).toMatchObject({ progress: 50, processed_count: 4 });
});

test('browsers see at most one update per interval, the lease has every one', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await store(sql, job, ['11111111111180'], { total: 4 });
  await store(sql, job, ['22222222222259'], { total: 4, cursor: { page: 3 } });
  expect(await readJob(sql, job.job_id)).toMatchObject({ processed_count: 1 });
  const [lease] = await sql`select cursor, counters from private.job_leases where job_id = ${job.job_id}`;
  expect(lease).toEqual({
    cursor: { page: 3 },
    counters: { created: 2, updated: 0, unchanged: 0, processed: 2, problems: 0, skipped: 0 },
  });
});

test('an unknown total stays unknown and the percentage at 0', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await store(sql, job, ['11111111111180']);
  expect(await readJob(sql, job.job_id)).toMatchObject({ progress: 0, processed_count: 1, total_count: null });
});

test('more records than expected raise the total and never reach 100 before success', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await store(sql, job, ['11111111111180', '22222222222259', '33333333333328'], { total: 2 });
  expect(await readJob(sql, job.job_id)).toMatchObject({ progress: 99, processed_count: 3, total_count: 3 });
});

test('a stale token writes neither the page nor the checkpoint', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  expect(await store(sql, { ...job, lease_token: randomUUID() }, ['11111111111180'])).toEqual({ state: 'lost' });
  const [row] = await sql`select count(*)::int as companies from public.companies where tenant_id = ${job.tenant.id}`;
  expect(required(row).companies).toBe(0);
  expect(await readJob(sql, job.job_id)).toMatchObject({ processed_count: 0 });
});

test('late answers of a cancelled job change nothing', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await sql`update public.integration_jobs set status = 'canceled' where id = ${job.job_id}`;
  expect(await store(sql, job, ['11111111111180'])).toEqual({ state: 'canceled' });
  const [row] = await sql`select count(*)::int as companies from public.companies where tenant_id = ${job.tenant.id}`;
  expect(required(row).companies).toBe(0);
});

test('an unchanged page is not written again, a changed record is', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await store(sql, job, ['11111111111180', '22222222222259']);
  const versions = () =>
    sql`select document, xmin::text from public.companies where tenant_id = ${job.tenant.id} order by document`;
  const before = await versions();
  await call(
    sql,
    'store_integration_page',
    job.job_id,
    job.lease_token,
    [company('11111111111180'), company('22222222222259', 'Outro nome')] as never,
    {} as never,
  );
  const after = await versions();
  expect(after[0]).toEqual(before[0]);
  expect(after[1]).not.toEqual(before[1]);
  const [lease] = await sql`select counters from private.job_leases where job_id = ${job.job_id}`;
  expect(required(lease).counters).toEqual({
    created: 2,
    updated: 1,
    unchanged: 1,
    processed: 4,
    problems: 0,
    skipped: 0,
  });
});

test('equal documents on one page make one company, the last one wins', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await call(
    sql,
    'store_integration_page',
    job.job_id,
    job.lease_token,
    [company('11111111111180', 'Primeira'), company('11111111111180', 'Segunda')] as never,
    {} as never,
  );
  const rows = await sql`select legal_name from public.companies where tenant_id = ${job.tenant.id}`;
  expect([...rows]).toEqual([{ legal_name: 'Segunda' }]);
});

test('a retry goes on from the cursor and its counters', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await store(sql, job, ['11111111111180'], { cursor: { page: 7 } });
  await call(sql, 'fail_integration_job', job.job_id, job.lease_token, 'temporary', 'provider_unavailable', 'x');
  await makeDue(sql, job.job_id);
  expect(required(await claim(sql))).toMatchObject({ job_id: job.job_id, attempt: 1, cursor: { page: 7 } });
  expect(await readJob(sql, job.job_id)).toMatchObject({ processed_count: 1 });
});

test('the more run side by side, the longer each waits between two messages: all together keep the budget', async () => {
  const { sql } = database;
  await sql`delete from public.integration_jobs`;
  await sql`update private.queue_settings set progress_messages_per_second = 1, progress_interval_ms = 1000`;
  const jobs: Held[] = [];
  for (let count = 0; count < 4; count += 1) jobs.push(await createRunningJob(sql));
  const [job] = jobs as [Held, ...Held[]];
  const shown = async () => (await readJob(sql, job.job_id)).processed_count;
  /** Moves time on by so many seconds. */
  const pass = (seconds: number) =>
    sql`update private.job_leases set published_at = published_at - make_interval(secs => ${seconds})`;
  await store(sql, job, ['11111111111180']);
  expect(await shown()).toBe(1);
  await pass(3);
  await store(sql, job, ['22222222222259']);
  expect(await shown()).toBe(1);
  await pass(1);
  await store(sql, job, ['33333333333338']);
  expect(await shown()).toBe(3);
  // Ends come at once.
  await store(sql, job, ['11111111111180']);
  await call(sql, 'finish_integration_job', job.job_id, job.lease_token);
  expect(await readJob(sql, job.job_id)).toMatchObject({ status: 'success', processed_count: 4 });
  await sql`update private.queue_settings set progress_messages_per_second = default`;
});
