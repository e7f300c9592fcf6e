import { expect, test } from 'vitest';
import { type Sql, testDatabase } from '../../support/database/database.ts';
import { call, claim, createRunningJob, enqueue, makeDue, readJob, required } from '../../support/database/fixtures.ts';

const database = testDatabase();

const readIntegration = async (sql: Sql, tenantId: string) => {
  const [row] =
    await sql`select last_run, last_status, last_error from public.tenant_integrations where tenant_id = ${tenantId}`;
  return required(row);
};

test('success, error and cancel each leave their mark; a retry leaves none', async () => {
  const { sql } = database;
  const first = await createRunningJob(sql);
  await call(
    sql,
    'fail_integration_job',
    first.job_id,
    first.lease_token,
    'temporary',
    'provider_timeout',
    'Sem resposta',
  );
  expect(await readIntegration(sql, first.tenant.id)).toEqual({ last_run: null, last_status: null, last_error: null });

  await makeDue(sql, first.job_id);
  const retried = required(await claim(sql));
  await call(
    sql,
    'fail_integration_job',
    first.job_id,
    retried.lease_token,
    'permanent',
    'credentials_rejected',
    'Recusada',
  );
  expect(await readIntegration(sql, first.tenant.id)).toEqual({
    last_run: (await readJob(sql, first.job_id)).finished_at,
    last_status: 'error',
    last_error: 'Recusada',
  });

  const second = await enqueue(sql, first.tenant);
  const claimed = required(await claim(sql));
  await call(sql, 'finish_integration_job', second, claimed.lease_token);
  expect(await readIntegration(sql, first.tenant.id)).toEqual({
    last_run: (await readJob(sql, second)).finished_at,
    last_status: 'success',
    last_error: null,
  });

  const third = await enqueue(sql, first.tenant);
  await sql`update public.integration_jobs set status = 'canceled' where id = ${third}`;
  expect(await readIntegration(sql, first.tenant.id)).toMatchObject({ last_status: 'canceled', last_error: null });
});

test('the log row and the transition are one transaction: without the one there is not the other', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await sql`alter table public.integration_logs add constraint broken check (execution_id <> ${sql.unsafe(`'${job.job_id}'`)})`;
  await expect(call(sql, 'finish_integration_job', job.job_id, job.lease_token)).rejects.toMatchObject({
    constraint_name: 'broken',
  });
  expect(await readJob(sql, job.job_id)).toMatchObject({ status: 'running' });
  await sql`alter table public.integration_logs drop constraint broken`;
  expect(await call(sql, 'finish_integration_job', job.job_id, job.lease_token)).toMatchObject({ status: 'success' });
});
