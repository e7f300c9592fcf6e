import { expect, test } from 'vitest';
import { testStack } from '../../support/stack/stack-client.ts';

const stack = testStack();

test('answers 202 with the job, which belongs to the caller', async () => {
  const { tenant, client, userId } = await stack.createAdmin();
  const { data, error } = await client.functions.invoke('run-integration', {
    body: { tenant_id: tenant.id, provider_slug: 'acessorias', payload: { reason: 'teste' } },
  });
  expect(error).toBeNull();
  expect(data).toEqual({ job_id: expect.any(String), status: 'pending', resumed_from: null });
  const [job] =
    await stack.sql`select tenant_id, created_by, payload from public.integration_jobs where id = ${data.job_id}`;
  expect(job).toEqual({ tenant_id: tenant.id, created_by: userId, payload: { reason: 'teste' } });
});

test('after a failed run it goes on from there, unless it is asked to begin from the start', async () => {
  const { tenant, client } = await stack.createAdmin();
  const run = async (payload: object) => {
    const { data } = await client.functions.invoke('run-integration', {
      body: { tenant_id: tenant.id, provider_slug: 'acessorias', payload },
    });
    return data as { job_id: string; resumed_from: string | null };
  };
  const leaveFailedRun = async () => {
    const [failed] = await stack.sql<{ id: string }[]>`
      insert into public.integration_jobs (
        tenant_id, provider_slug, status, attempts, started_at, finished_at, error_code, error_message
      )
      values (${tenant.id}, 'acessorias', 'error', 1, now(), now(), 'provider_error', 'Falhou') returning id`;
    await stack.sql`
      insert into private.resume_points (tenant_id, provider_slug, job_id, payload, read_began_at, cursor, cursor_at, counters, problems)
      values (${tenant.id}, 'acessorias', ${failed?.id ?? null}, '{}', now(), '{"page": 2}', now(), '{"processed": 20}', '[]')`;
    return failed?.id;
  };
  const failed = await leaveFailedRun();
  const resumed = await run({});
  expect(resumed.resumed_from).toBe(failed);
  await stack.sql`update public.integration_jobs set status = 'canceled' where id = ${resumed.job_id} and finished_at is null`;
  await leaveFailedRun();
  expect(await run({ from_start: true })).toMatchObject({ resumed_from: null });
});

test('a second run while one is active is 409 with the id of the active job', async () => {
  const { tenant, client, sandboxToken } = await stack.createAdmin();
  await stack.sandbox.configure(sandboxToken, { latencyMs: 300 });
  const run = () =>
    client.functions.invoke('run-integration', { body: { tenant_id: tenant.id, provider_slug: 'acessorias' } });
  const first = await run();
  const second = await run();
  expect(second.error.context.status).toBe(409);
  expect(await second.error.context.json()).toEqual({
    error: { code: 'job_already_active', message: expect.any(String) },
    job_id: first.data.job_id,
  });
});

test('many clicks at once make exactly one job, and every loser learns its id', async () => {
  const { tenant, token, sandboxToken } = await stack.createAdmin();
  await stack.sandbox.configure(sandboxToken, { latencyMs: 300 });
  const answers = await Promise.all(
    Array.from({ length: 40 }, async () => {
      const response = await fetch(`${stack.apiUrl}/functions/v1/run-integration`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', apikey: stack.publishableKey, Authorization: `Bearer ${token}` },
        body: JSON.stringify({ tenant_id: tenant.id, provider_slug: 'acessorias' }),
      });
      return { status: response.status, jobId: ((await response.json()) as { job_id: string }).job_id };
    }),
  );
  expect(answers.filter((answer) => answer.status === 202)).toHaveLength(1);
  expect(answers.filter((answer) => answer.status === 409)).toHaveLength(39);
  expect(new Set(answers.map((answer) => answer.jobId)).size).toBe(1);
});
