import { expect, test } from 'vitest';
import { testStack } from '../../support/stack/stack-client.ts';

const stack = testStack();

test('511 companies are read over HTTP and written once, through queue and worker', async () => {
  const admin = await stack.createAdmin();
  await stack.sandbox.configure(admin.sandboxToken, { latencyMs: 0 });
  const job = await stack.runToEnd(admin, 'acessorias');

  expect(job).toMatchObject({ status: 'success', progress: 100, attempts: 1, processed_count: 511, error_code: null });
  expect(job.result).toMatchObject({ processed: 511, created: 511, updated: 0, unchanged: 0, problems: 0 });
  const [companies] = await stack.sql`
    select count(*)::int as all, count(distinct document)::int as distinct from public.companies where tenant_id = ${admin.tenant.id}`;
  expect(companies).toEqual({ all: 511, distinct: 511 });
  const [bank] = await stack.sql`
    select legal_name, is_active, state from public.companies where tenant_id = ${admin.tenant.id} and document = '00000000000191'`;
  expect(bank).toMatchObject({ legal_name: 'Banco do Brasil S.A.', is_active: true });
});

test('a second, unchanged run writes no company', async () => {
  const admin = await stack.createAdmin();
  await stack.sandbox.configure(admin.sandboxToken, { latencyMs: 0, rateLimitPerMinute: 1000 });
  await stack.runToEnd(admin, 'acessorias');
  const versions = () =>
    stack.sql`select document, xmin::text from public.companies where tenant_id = ${admin.tenant.id} order by document`;
  const before = await versions();
  const job = await stack.runToEnd(admin, 'acessorias');
  expect(job.result).toMatchObject({ processed: 511, created: 0, updated: 0, unchanged: 511 });
  expect(await versions()).toEqual(before);
});

test('one log row, and last_* agree with the job', async () => {
  const admin = await stack.createAdmin();
  await stack.sandbox.configure(admin.sandboxToken, { latencyMs: 0 });
  const job = await stack.runToEnd(admin, 'acessorias');
  const logs =
    await stack.sql`select status, attempt, total_processados, job_id from public.integration_logs where tenant_id = ${admin.tenant.id}`;
  expect([...logs]).toEqual([{ status: 'success', attempt: 1, total_processados: 511, job_id: job.id }]);
  const [integration] = await stack.sql`
    select last_status, last_error, last_run::text from public.tenant_integrations where tenant_id = ${admin.tenant.id} and provider_slug = 'acessorias'`;
  expect(integration).toMatchObject({ last_status: 'success', last_error: null });
});

test('companies whose CNPJ has letters are stored under it, and no run takes them for others', async () => {
  const admin = await stack.createAdmin();
  await stack.sandbox.configure(admin.sandboxToken, { latencyMs: 0, companies: 541, rateLimitPerMinute: 1000 });
  const job = await stack.runToEnd(admin, 'acessorias');
  expect(job.result).toMatchObject({ processed: 541, created: 541, problems: 0 });
  const withLetters = await stack.sql<{ document: string }[]>`
    select document from public.companies where tenant_id = ${admin.tenant.id} and document ~ '[A-Z]'`;
  expect(withLetters).toHaveLength(10);
  const again = await stack.runToEnd(admin, 'acessorias');
  expect(again.result).toMatchObject({ created: 0, updated: 0, unchanged: 541 });
});
