import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { call, createMember, createRunningJob, createTenant } from '../../support/database/fixtures.ts';

const database = testDatabase();

/** A run that stored one page of ten and ended in error. */
async function failedRun() {
  const { sql } = database;
  const job = await createRunningJob(sql);
  const problems = [{ item: 'Registro 1', reason: 'documento inválido' }];
  await call(sql, 'store_integration_page', ...storeArguments(job, problems));
  await call(sql, 'fail_integration_job', job.job_id, job.lease_token, 'permanent', 'provider_error', 'Falhou');
  return job;
}

const storeArguments = (job: { job_id: string; lease_token: string }, problems: object[]) =>
  [job.job_id, job.lease_token, [] as never, { page: 1 } as never, 10, null, problems as never] as const;

const asked = async (user: string, jobId: string) => {
  const [row] = await database.as(
    { user },
    (sql) => sql<{ points: Record<string, unknown> }[]>`
      select public.integration_resume_points(${[jobId, randomUUID()]}::uuid[]) as points`,
  );
  return row?.points[jobId] ?? null;
};

test('members hear what was read so far, strangers nothing', async () => {
  const { tenant, job_id: jobId } = await failedRun();
  for (const role of ['admin', 'auditor'] as const) {
    expect(await asked(await createMember(database.sql, tenant, role), jobId)).toEqual({ processed: 1, total: 10 });
  }
  const stranger = await createMember(database.sql, await createTenant(database.sql), 'admin');
  expect(await asked(stranger, jobId)).toBeNull();
});

test('a point that the next run would not take is none', async () => {
  const { sql } = database;
  const { tenant, job_id: jobId } = await failedRun();
  const admin = await createMember(sql, tenant, 'admin');
  await sql`update private.resume_points set cursor_at = now() - interval '25 hours' where job_id = ${jobId}`;
  expect(await asked(admin, jobId)).toBeNull();
  await sql`update private.resume_points set cursor_at = now() where job_id = ${jobId}`;
  expect(await asked(admin, jobId)).not.toBeNull();
  await sql`insert into public.integration_jobs (tenant_id, provider_slug) values (${tenant.id}, 'acessorias')`;
  expect(await asked(admin, jobId)).toBeNull();
});

test('many are asked for at once: the answer has those with a point, and of no more than a hundred', async () => {
  const { tenant, job_id: jobId } = await failedRun();
  const admin = await createMember(database.sql, tenant, 'admin');
  const others = Array.from({ length: 100 }, () => randomUUID());
  const pointsOf = async (ids: string[]) => {
    const [row] = await database.as(
      { user: admin },
      (sql) => sql<{ points: Record<string, unknown> }[]>`
        select public.integration_resume_points(${ids}::uuid[]) as points`,
    );
    return row?.points;
  };
  expect(await pointsOf([jobId, ...others])).toEqual({ [jobId]: { processed: 1, total: 10 } });
  expect(await pointsOf([...others, jobId])).toEqual({});
  expect(await pointsOf([])).toEqual({});
});
