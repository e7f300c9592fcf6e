import { expect, test } from 'vitest';
import type { Fault, SandboxSettings } from '../../../supabase/local/sandbox/types.ts';
import { addProvider } from '../../support/stack/provider-setup.ts';
import { testStack } from '../../support/stack/stack-client.ts';

/** What a live provider does while it is read, through the whole product: success means that everything is stored. */
const stack = testStack();
const TABLES = { acessorias: 'companies', bomcontrole: 'receivables', onecode: 'contacts' } as const;
type Provider = keyof typeof TABLES;

async function setUp(provider: Provider, settings: SandboxSettings) {
  const admin = await stack.createAdmin();
  if (provider !== 'acessorias') await addProvider(stack, admin, provider);
  const configure = (faults: Fault[], other: SandboxSettings = {}) =>
    stack.sandbox.configure(admin.sandboxToken, {
      latencyMs: 0,
      rateLimitPerMinute: 10_000,
      ...settings,
      ...other,
      faults,
    });
  await configure([]);
  const stored = async () => {
    const [row] = await stack.sql<{ n: number }[]>`
      select count(*)::int as n from ${stack.sql(`public.${TABLES[provider]}`)} where tenant_id = ${admin.tenant.id}`;
    return row?.n ?? 0;
  };
  /** The job at the end of its first attempt. */
  const firstAttempt = async () =>
    stack.waitForJob(await stack.submit(admin, provider), (job) => job.error_code !== null || job.finished_at !== null);
  return { admin, configure, stored, firstAttempt, run: () => stack.runToEnd(admin, provider) };
}

test.for<[string, Provider, Fault[]]>([
  ['an empty list', 'bomcontrole', [{ kind: 'empty_page_once', page: 2, times: 1000 }]],
  ['no content', 'bomcontrole', [{ kind: 'no_content', page: 2 }]],
  ['null', 'bomcontrole', [{ kind: 'null_body', page: 2 }]],
  ['404', 'bomcontrole', [{ kind: 'status', status: 404, page: 2 }]],
])(
  'Bom Controle: page 1 announces 360 and page 2 is %s: no success, and both numbers',
  async ([, provider, faults]) => {
    const { configure, firstAttempt, stored } = await setUp(provider, { companies: 60 });
    await configure(faults);
    const job = await firstAttempt();
    expect(job.status).not.toBe('success');
    expect(['incomplete_read', 'provider_error']).toContain(job.error_code);
    if (job.error_code === 'incomplete_read') expect(job.error_message).toMatch(/lidos 100 de \d{3}/);
    expect(await stored()).toBe(100);
  },
);

test('Bom Controle: a first row that vanishes while it is read hides no other', async () => {
  const { configure, run, stored } = await setUp('bomcontrole', { companies: 60 });
  await configure([{ kind: 'rows_vanish', afterRequests: 1 }]);
  const job = await run();
  expect(job.status).toBe('success');
  // All that stayed, and the one that had been read before it went.
  const whole = await setUp('bomcontrole', { companies: 60 });
  await whole.run();
  expect(await stored()).toBe(await whole.stored());
});

test.for<[string, Fault]>([
  ['is 0', { kind: 'announced', value: 0 }],
  ["is the page's own count", { kind: 'announced', value: 100 }],
  ['falls to half', { kind: 'announced', value: 180, afterRequests: 1 }],
])('Bom Controle: a total that %s ends nothing early', async ([, fault]) => {
  const { configure, run, stored } = await setUp('bomcontrole', { companies: 60 });
  const whole = await setUp('bomcontrole', { companies: 60 });
  await whole.run();
  await configure([fault]);
  expect(await run()).toMatchObject({ status: 'success' });
  expect(await stored()).toBe(await whole.stored());
});

test.for<[string, Fault]>([
  ['rows vanish', { kind: 'rows_vanish', rows: 3, afterRequests: 1 }],
  ['a page stays empty for a second and a half', { kind: 'empty_for', ms: 1500, page: 2 }],
])('Acessórias: %s, and all 60 companies are stored', async ([, fault]) => {
  const { configure, run, stored } = await setUp('acessorias', { companies: 60 });
  await configure([fault]);
  expect(await run()).toMatchObject({ status: 'success', processed_count: 60 });
  expect(await stored()).toBe(60);
});

test('OneCode: three pages are announced and the second is empty: no success', async () => {
  const { configure, firstAttempt, stored } = await setUp('onecode', { companies: 1000 });
  await configure([{ kind: 'empty_page_once', page: 2, times: 1000 }]);
  const job = await firstAttempt();
  expect(job).toMatchObject({
    error_code: 'incomplete_read',
    error_message: expect.stringContaining('1 de 3 páginas'),
  });
  expect(await stored()).toBeGreaterThan(400);
});

test('OneCode: one page is announced, but more contacts than it has: all are stored', async () => {
  const { configure, run, stored } = await setUp('onecode', { companies: 511 });
  await configure([{ kind: 'announced', pages: 1, value: 699 }]);
  const job = await run();
  expect(job).toMatchObject({ status: 'success', processed_count: 699 });
  expect(await stored()).toBeGreaterThan(600);
});

test.for<[string, Fault]>([
  ['null', { kind: 'null_body' }],
  ['no content', { kind: 'no_content' }],
  ['an empty list', { kind: 'empty_page_once', times: 1000 }],
])('%s where there were companies before is no success, and marks nothing', async ([, fault]) => {
  const { configure, run, firstAttempt, stored } = await setUp('acessorias', { companies: 30 });
  await run();
  await configure([fault]);
  const job = await firstAttempt();
  expect(job).toMatchObject({ error_code: 'incomplete_read', error_message: expect.stringContaining('lidos 0 de 30') });
  expect(await stored()).toBe(30);
});

test.for<[string, Fault, string]>([
  ['an error in the list', { kind: 'erro_200', shape: 'list' }, 'permission_denied'],
  ['an error object', { kind: 'erro_200', message: 'Token inválido' }, 'credentials_rejected'],
  ['a limit', { kind: 'erro_200', shape: 'message', message: 'Rate limit exceeded' }, 'rate_limited'],
  ['an outage', { kind: 'erro_200', message: 'Serviço indisponível no momento' }, 'provider_unavailable'],
  ['a limit whose body never ends', { kind: 'status', status: 429, hangs: true }, 'rate_limited'],
  ['a challenge for browsers', { kind: 'challenge' }, 'provider_unavailable'],
  ['bytes that are not what is declared', { kind: 'latin1_as_utf8' }, 'invalid_response'],
])('%s is told by its class', async ([, fault, code]) => {
  const { configure, firstAttempt } = await setUp('acessorias', { companies: 60 });
  await configure([fault]);
  const job = await firstAttempt();
  expect(job.error_code).toBe(code);
  expect(job.status).toBe(['permission_denied', 'credentials_rejected'].includes(code) ? 'error' : 'pending');
});

test('the declared charset is honoured, and ids beyond 2^53 keep all digits', async () => {
  const { admin, configure, run } = await setUp('acessorias', { companies: 30 });
  await run();
  const names = () => stack.sql`
    select document, legal_name from public.companies where tenant_id = ${admin.tenant.id} order by document`;
  const before = await names();
  await configure([{ kind: 'latin1' }]);
  await run();
  expect(await names()).toEqual(before);
  expect(before.some(({ legal_name }) => /[À-ÿ]/.test(String(legal_name)))).toBe(true);

  const other = await setUp('acessorias', { companies: 30 });
  await other.configure([{ kind: 'big_ids' }]);
  await other.run();
  const ids = await stack.sql<{ external_id: string }[]>`
    select external_id from public.companies where tenant_id = ${other.admin.tenant.id} order by external_id`;
  expect(ids.map(({ external_id }) => external_id)).toEqual(
    Array.from({ length: 30 }, (_, index) => `9007199254740900${101 + index}`),
  );
});
