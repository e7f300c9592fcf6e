import { expect, test } from 'vitest';
import { addProvider } from '../../support/stack/provider-setup.ts';
import { testStack } from '../../support/stack/stack-client.ts';

const stack = testStack();
/** So few that no test waits long for the pauses between calls; 360 receivables, four pages. */
const companies = 60;

async function setUp() {
  const admin = await stack.createAdmin();
  await stack.sandbox.configure(admin.sandboxToken, { latencyMs: 0, companies });
  await addProvider(stack, admin, 'bomcontrole');
  return admin;
}

const count = async (tenantId: string) => {
  const [row] = await stack.sql<{ all: number; linked: number }[]>`
    select count(*)::int as all, count(company_id)::int as linked from public.receivables where tenant_id = ${tenantId}`;
  return row;
};

test('the income of the window is read, and linked when the companies come', async () => {
  const admin = await setUp();
  const job = await stack.runToEnd(admin, 'bomcontrole');
  expect(job).toMatchObject({ status: 'success', progress: 100, error_code: null });
  expect(job.result).toMatchObject({ updated: 0, unchanged: 0, problems: 0, skipped: 0 });
  const { all = 0, linked } = (await count(admin.tenant.id)) ?? {};
  expect(all).toBe(job.processed_count);
  expect(all).toBeGreaterThanOrEqual(companies * 6);
  expect(linked).toBe(0);

  await stack.runToEnd(admin, 'acessorias');
  const after = await count(admin.tenant.id);
  expect(after?.all).toBe(all);
  expect(after?.linked).toBeGreaterThanOrEqual(companies * 6);
});

test('the second run asks only for changes and writes no row', async () => {
  const admin = await setUp();
  await stack.runToEnd(admin, 'bomcontrole');
  const versions = () =>
    stack.sql`select guid, xmin::text from public.receivables where tenant_id = ${admin.tenant.id} order by guid`;
  const before = await versions();
  const first = (await stack.sandbox.read(admin.sandboxToken)).stats.requests;

  const job = await stack.runToEnd(admin, 'bomcontrole');
  expect(job).toMatchObject({ status: 'success', progress: 100 });
  expect(job.result).toMatchObject({ created: 0, updated: 0 });
  expect(await versions()).toEqual(before);
  const { log } = (await stack.sandbox.read(admin.sandboxToken)).stats;
  expect(log.slice(first).every((request) => request.url.includes('tipoData=UltimaAlteracao'))).toBe(true);
});

test('what changed at the provider is updated by the next run', async () => {
  const admin = await setUp();
  await stack.runToEnd(admin, 'bomcontrole');
  await stack.sandbox.configure(admin.sandboxToken, { latencyMs: 0, companies, changed: 20 });
  const job = await stack.runToEnd(admin, 'bomcontrole');
  const { updated } = job.result as { updated: number };
  // Some of the twenty are expenses.
  expect(updated).toBeGreaterThan(0);
  expect(updated).toBeLessThanOrEqual(20);
});

test('an error in the middle is no success, and the retry goes on from that page', async () => {
  const admin = await setUp();
  const faults = [{ kind: 'status', status: 500, page: 3, times: 1 } as const];
  await stack.sandbox.configure(admin.sandboxToken, { latencyMs: 0, companies, faults });
  const id = await stack.submit(admin, 'bomcontrole');
  const waiting = await stack.waitForJob(id, (job) => job.error_code !== null);
  expect(waiting).toMatchObject({ status: 'pending', error_code: 'provider_unavailable' });
  expect(waiting.error_message).toContain('Bom Controle');
  expect(waiting.error_message).toContain('página 3');
  await stack.makeDue(id);
  expect(await stack.waitForJob(id, (job) => job.finished_at !== null)).toMatchObject({
    status: 'success',
    attempts: 1,
  });
});

test('a key without the financial module ends the job and says what to do', async () => {
  const admin = await setUp();
  await stack.sandbox.configure(admin.sandboxToken, { latencyMs: 0, modules: ['Cliente'] });
  const job = await stack.runToEnd(admin, 'bomcontrole');
  expect(job).toMatchObject({ status: 'error', attempts: 1, error_code: 'permission_denied' });
  expect(job.error_message).toContain('módulo Financeiro');
});
