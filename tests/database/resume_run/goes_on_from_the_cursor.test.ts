import { expect, test } from 'vitest';
import { type Sql, testDatabase } from '../../support/database/database.ts';
import {
  call,
  claim,
  createMember,
  createRunningJob,
  expireLease,
  makeDue,
  readJob,
  readLogs,
  required,
  type Tenant,
} from '../../support/database/fixtures.ts';

const database = testDatabase();

interface Held {
  job_id: string;
  lease_token: string;
}

const store = (sql: Sql, job: Held, page: number | null, total: number | null = 10) =>
  call(
    sql,
    'store_integration_page',
    job.job_id,
    job.lease_token,
    [] as never,
    (page === null ? null : { page }) as never,
    total,
    null,
    [{ item: `Registro ${page}`, reason: 'documento inválido' }] as never,
  );

const fail = (sql: Sql, job: Held) =>
  call(sql, 'fail_integration_job', job.job_id, job.lease_token, 'permanent', 'provider_error', 'Falhou');

/** A run that stored pages 1 and 2 of ten and ended in error. */
async function failedRun() {
  const job = await createRunningJob(database.sql);
  await store(database.sql, job, 1);
  await store(database.sql, job, 2);
  await fail(database.sql, job);
  return job;
}

async function runAgain(tenant: Tenant, payload: object = {}): Promise<string> {
  const { sql } = database;
  const [job] = await sql<{ id: string }[]>`
    insert into public.integration_jobs (tenant_id, provider_slug, payload)
    values (${tenant.id}, 'acessorias', ${sql.json(payload as never)}) returning id`;
  return required(job).id;
}

const claimed = async (id: string) => {
  await makeDue(database.sql, id);
  return required(await claim(database.sql));
};

test('a run after a failed one goes on from its cursor with its counts, and says so', async () => {
  const { sql } = database;
  const failed = await failedRun();
  const id = await runAgain(failed.tenant);
  expect(await readJob(sql, id)).toMatchObject({
    status: 'pending',
    resumed_from: failed.job_id,
    processed_count: 2,
    total_count: 10,
    progress: 20,
  });
  const next = await claimed(id);
  expect(next).toMatchObject({ job_id: id, attempt: 1, cursor: { page: 2 }, resumed_from: failed.job_id });
  await store(sql, next, null);
  await call(sql, 'finish_integration_job', id, next.lease_token);
  expect((await readJob(sql, id)).result).toMatchObject({ processed: 3, problems: 3 });
  expect(await readLogs(sql, id)).toMatchObject([{ attempt: 1, status: 'success', total_processados: 1 }]);
  expect(await sql`select 1 from private.resume_points`).toHaveLength(0);
});

test('an admin gets the same through the door of users', async () => {
  const { sql } = database;
  const failed = await failedRun();
  const admin = await createMember(sql, failed.tenant, 'admin');
  const [job] = await database.as(
    { user: admin },
    (as) => as`
      insert into public.integration_jobs (tenant_id, provider_slug) values (${failed.tenant.id}, 'acessorias')
      returning id, resumed_from`,
  );
  expect(job).toMatchObject({ resumed_from: failed.job_id });
});

test('asked to begin from the start it does, and forgets the cursor', async () => {
  const { sql } = database;
  const failed = await failedRun();
  const id = await runAgain(failed.tenant, { from_start: true });
  expect(await readJob(sql, id)).toMatchObject({ resumed_from: null, processed_count: 0, progress: 0 });
  expect(await claimed(id)).toMatchObject({ cursor: null, resumed_from: null });
  expect(await sql`select 1 from private.read_pages where job_id = ${failed.job_id}`).toHaveLength(0);
});

test('a cursor that is a day old, or of another connection or payload, is not gone on from', async () => {
  const { sql } = database;
  const cases: Record<string, (tenant: Tenant) => Promise<unknown>> = {
    'a day old': ({ id }) =>
      sql`update private.resume_points set cursor_at = cursor_at - interval '24 hours' where tenant_id = ${id}`,
    'another configuration': ({ id }) =>
      sql`update public.tenant_integrations set config = '{"months_back": 1}' where tenant_id = ${id}`,
    'another credential': ({ id }) =>
      sql`update public.tenant_integrations set credentials_updated_at = now() where tenant_id = ${id}`,
    'switched off by the setting': () => sql`update private.queue_settings set resume_hours = 0`,
  };
  for (const [what, change] of Object.entries(cases)) {
    const failed = await failedRun();
    await change(failed.tenant);
    expect(await readJob(sql, await runAgain(failed.tenant)), what).toMatchObject({ resumed_from: null });
    await sql`update private.queue_settings set resume_hours = default`;
  }
  const failed = await failedRun();
  expect(await readJob(sql, await runAgain(failed.tenant, { month: 7 }))).toMatchObject({ resumed_from: null });
});

test('a page that fails in every run does not make its cursor younger', async () => {
  const { sql } = database;
  const failed = await failedRun();
  await sql`update private.resume_points set cursor_at = cursor_at - interval '20 hours' where job_id = ${failed.job_id}`;
  const second = await claimed(await runAgain(failed.tenant));
  await fail(sql, second);
  await sql`update private.resume_points set cursor_at = cursor_at - interval '5 hours' where job_id = ${second.job_id}`;
  expect(await readJob(sql, await runAgain(failed.tenant))).toMatchObject({ resumed_from: null });
});

test('after a success or a cancellation the next run begins from the start', async () => {
  const { sql } = database;
  for (const end of ['success', 'canceled']) {
    const job = await createRunningJob(sql);
    await store(sql, job, 1);
    if (end === 'success') await call(sql, 'finish_integration_job', job.job_id, job.lease_token);
    else await sql`update public.integration_jobs set status = 'canceled' where id = ${job.job_id}`;
    expect(await readJob(sql, await runAgain(job.tenant)), end).toMatchObject({ resumed_from: null });
  }
});

test('a run that goes on and fails again hands on what both read', async () => {
  const { sql } = database;
  const failed = await failedRun();
  const second = await claimed(await runAgain(failed.tenant));
  await store(sql, second, 3);
  await expireLease(sql, second.job_id);
  await call(sql, 'integration_queue_tick');
  const again = await claimed(second.job_id);
  await fail(sql, again);
  const third = await claimed(await runAgain(failed.tenant));
  expect(third).toMatchObject({ cursor: { page: 3 }, resumed_from: second.job_id });
  const [pages] = await sql`select count(*)::int as count from private.read_pages where job_id = ${third.job_id}`;
  expect(pages).toEqual({ count: 3 });
});

test('a run that reads more records than a run may ends in error, and the next begins from the start', async () => {
  const { sql } = database;
  await sql`update private.queue_settings set max_rows_per_run = 2`;
  const job = await createRunningJob(sql);
  await store(sql, job, 1);
  await store(sql, job, 2);
  expect(await store(sql, job, 3)).toEqual({ state: 'lost' });
  const ended = await readJob(sql, job.job_id);
  expect(ended).toMatchObject({ status: 'error', error_code: 'too_many_records', processed_count: 3 });
  expect(await readJob(sql, await runAgain(job.tenant))).toMatchObject({ resumed_from: null });
  await sql`update private.queue_settings set max_rows_per_run = default`;
});

test('the tick forgets what is too old to go on from', async () => {
  const { sql } = database;
  const failed = await failedRun();
  await sql`update private.resume_points set cursor_at = cursor_at - interval '25 hours' where job_id = ${failed.job_id}`;
  expect(await call(sql, 'integration_queue_tick')).toMatchObject({ pruned_resume_points: 1 });
  expect(await sql`select 1 from private.read_pages where job_id = ${failed.job_id}`).toHaveLength(0);
});
