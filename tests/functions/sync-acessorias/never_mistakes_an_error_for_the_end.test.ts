import { expect, test } from 'vitest';
import type { Fault } from '../../../supabase/local/sandbox/types.ts';
import { testStack } from '../../support/stack/stack-client.ts';

const stack = testStack();

/** What the provider does on page 3, and how the first attempt must end: never as success, with the page in the text. */
const FAULTS: [name: string, fault: Fault, code: string, status: 'pending' | 'error'][] = [
  ['HTML with 200', { kind: 'html_200', page: 3 }, 'invalid_response', 'pending'],
  ['truncated JSON', { kind: 'truncated_json', page: 3 }, 'invalid_response', 'pending'],
  ['garbage', { kind: 'garbage', page: 3 }, 'invalid_response', 'pending'],
  ['{"Erro"} with 200', { kind: 'erro_200', page: 3, message: 'Empresa não encontrada' }, 'provider_error', 'pending'],
  ['{"Erro"} about permissions with 200', { kind: 'erro_200', page: 3 }, 'permission_denied', 'error'],
  ['a repeated page', { kind: 'repeated_page', page: 3 }, 'repeated_page', 'pending'],
  ['500', { kind: 'status', status: 500, page: 3 }, 'provider_unavailable', 'pending'],
  ['429', { kind: 'status', status: 429, page: 3 }, 'rate_limited', 'pending'],
  ['401', { kind: 'status', status: 401, page: 3 }, 'credentials_rejected', 'error'],
  ['403', { kind: 'status', status: 403, page: 3 }, 'permission_denied', 'error'],
  ['a reset connection', { kind: 'reset', page: 3, when: 'body' }, 'provider_unavailable', 'pending'],
];

test.for(FAULTS)('%s on page 3', async ([, fault, code, status]) => {
  const admin = await stack.createAdmin();
  await stack.sandbox.configure(admin.sandboxToken, { latencyMs: 0, faults: [fault] });
  const id = await stack.submit(admin, 'acessorias');
  const job = await stack.waitForJob(id, (row) => row.error_code !== null);

  expect(job).toMatchObject({ status, error_code: code });
  expect(job.error_message).toContain('página 3');
  expect(job.error_message).not.toContain(admin.sandboxToken);
  // The two pages before stay, and nothing else was written.
  const [row] =
    await stack.sql`select count(*)::int as companies from public.companies where tenant_id = ${admin.tenant.id}`;
  expect(row?.companies).toBe(40);
});

test('a page that is empty once is not the end', async () => {
  const admin = await stack.createAdmin();
  await stack.sandbox.configure(admin.sandboxToken, { latencyMs: 0, faults: [{ kind: 'empty_page_once', page: 5 }] });
  expect(await stack.runToEnd(admin, 'acessorias')).toMatchObject({ status: 'success', processed_count: 511 });
});

test('after the fault is gone the retry goes on from page 3 and writes nothing twice', async () => {
  const admin = await stack.createAdmin();
  await stack.sandbox.configure(admin.sandboxToken, {
    latencyMs: 0,
    faults: [{ kind: 'status', status: 500, page: 3 }],
  });
  const id = await stack.submit(admin, 'acessorias');
  await stack.waitForJob(id, (row) => row.error_code === 'provider_unavailable');
  await stack.sandbox.configure(admin.sandboxToken, { latencyMs: 0 });
  const before = (await stack.sandbox.read(admin.sandboxToken)).stats.requests;
  await stack.makeDue(id);

  const job = await stack.waitForJob(id, (row) => row.finished_at !== null);
  expect(job).toMatchObject({ status: 'success', attempts: 1, processed_count: 511 });
  expect(job.result).toMatchObject({ created: 511, updated: 0, unchanged: 0 });
  // Pages 3 to 26 and the empty one, and a second look at all 27.
  expect((await stack.sandbox.read(admin.sandboxToken)).stats.requests - before).toBe(25 + 27);
});

test('records that cannot be taken over are counted and listed, the run goes on', async () => {
  const admin = await stack.createAdmin();
  await stack.sandbox.configure(admin.sandboxToken, { latencyMs: 0, faults: [{ kind: 'bad_document', page: 2 }] });
  const job = await stack.runToEnd(admin, 'acessorias');
  expect(job).toMatchObject({ status: 'success', processed_count: 511 });
  const result = job.result as { problems: number; problem_list: { item: string; reason: string }[] };
  expect(result.problems).toBeGreaterThan(0);
  expect(result.problem_list[0]).toMatchObject({
    item: expect.stringContaining('página 2'),
    reason: expect.stringContaining('Identificador: os dígitos verificadores do CNPJ não conferem'),
  });
});

test('text that Postgres refuses is cleaned, not fatal', async () => {
  const admin = await stack.createAdmin();
  await stack.sandbox.configure(admin.sandboxToken, { latencyMs: 0, faults: [{ kind: 'nul_text', page: 2 }] });
  expect(await stack.runToEnd(admin, 'acessorias')).toMatchObject({ status: 'success', processed_count: 511 });
});
