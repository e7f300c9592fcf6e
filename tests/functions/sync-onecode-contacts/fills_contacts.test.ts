import { expect, test } from 'vitest';
import { addProvider } from '../../support/stack/provider-setup.ts';
import { testStack } from '../../support/stack/stack-client.ts';

const stack = testStack();

async function setUp() {
  const admin = await stack.createAdmin();
  await stack.sandbox.configure(admin.sandboxToken, { latencyMs: 0, rateLimitPerMinute: 10_000 });
  await addProvider(stack, admin, 'onecode');
  return admin;
}

interface Counters {
  processed: number;
  created: number;
  updated: number;
  unchanged: number;
  matched: number;
  review: number;
  ignored: number;
  skipped: number;
}

test('contacts are matched to companies, and the log has the totals', async () => {
  const admin = await setUp();
  await stack.runToEnd(admin, 'acessorias');
  const job = await stack.runToEnd(admin, 'onecode');
  expect(job).toMatchObject({ status: 'success', progress: 100 });
  const counters = job.result as unknown as Counters;
  expect(counters.matched).toBeGreaterThan(450);
  expect(counters.review).toBeGreaterThan(25);
  expect(counters.ignored).toBeGreaterThan(50);
  expect(counters.skipped).toBeGreaterThan(10);
  expect(counters.matched + counters.review + counters.ignored).toBe(counters.created);
  expect(counters.created + counters.skipped).toBe(counters.processed);

  const [log] = await stack.sql`
    select total_processados, total_matched, total_review, total_ignored from public.integration_logs where execution_id = ${job.id}`;
  expect(log).toEqual({
    total_processados: counters.processed,
    total_matched: counters.matched,
    total_review: counters.review,
    total_ignored: counters.ignored,
  });
});

test('the second run writes no row', async () => {
  const admin = await setUp();
  await stack.runToEnd(admin, 'acessorias');
  await stack.runToEnd(admin, 'onecode');
  const versions = () =>
    stack.sql`select external_id, xmin::text from public.contacts where tenant_id = ${admin.tenant.id} order by external_id`;
  const before = await versions();
  const job = await stack.runToEnd(admin, 'onecode');
  expect(job.result).toMatchObject({ created: 0, updated: 0, unchanged: before.length });
  expect(await versions()).toEqual(before);
});

test('contacts that came before the companies are matched by the end of the run of the companies', async () => {
  const admin = await setUp();
  const first = await stack.runToEnd(admin, 'onecode');
  expect(first.result).toMatchObject({ matched: 0, review: 0, warnings: [{ code: 'no_companies_yet' }] });
  await stack.runToEnd(admin, 'acessorias');
  const rows = await stack.sql<{ status: string; count: number }[]>`
    select match_status as status, count(*)::int from public.contacts where tenant_id = ${admin.tenant.id} group by 1`;
  const counts = Object.fromEntries(rows.map(({ status, count }) => [status, count]));
  const second = await stack.runToEnd(admin, 'onecode');
  const { matched, review, ignored } = second.result as unknown as Counters;
  expect(counts).toEqual({ matched, review, ignored });
  expect(second.result).toMatchObject({ created: 0, updated: 0 });
});

test('without a base URL the job ends and says what to do', async () => {
  const admin = await setUp();
  await stack.sql`
    update public.tenant_integrations set base_url = null where tenant_id = ${admin.tenant.id} and provider_slug = 'onecode'`;
  await stack.sql`select private.write_credential(${admin.tenant.id}, 'onecode', ${admin.sandboxToken})`;
  const job = await stack.runToEnd(admin, 'onecode');
  expect(job).toMatchObject({ status: 'error', attempts: 1, error_code: 'base_url_refused' });
  expect(job.error_message).toContain('URL base');
});
