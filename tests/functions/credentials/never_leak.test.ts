import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fault } from '../../../supabase/local/sandbox/types.ts';
import { credentialForms } from '../../support/credential-forms.ts';
import { type JobRow, required } from '../../support/database/fixtures.ts';
import { startTestStack, type TestStack } from '../../support/stack/stack.ts';
import { connectStack, type StackClient, type TestAdmin } from '../../support/stack/stack-client.ts';

/**
 * A canary credential, every fault that a provider can make (echoing the credential included), and then a search of everything:
 * all tables but Vault, every Realtime frame, every line that a function logged, every answer that a browser got.
 */

const PROVIDERS = ['acessorias', 'bomcontrole', 'onecode'] as const;
const canary = `sandbox-canary-${randomUUID()}`;
const FORMS = Object.values(credentialForms(canary));
/** What must be nowhere: any form, and what is left of one when a part of it was taken for something else. */
const SPELLINGS = [
  ...FORMS,
  canary.slice(8),
  ...FORMS.map((form) => form.slice(0, 20)),
  ...FORMS.map((form) => form.slice(-20)),
];

const FAULTS: Fault[] = [
  { kind: 'echo_token' },
  { kind: 'echo_token', status: 400 },
  { kind: 'echo_token', status: 401 },
  { kind: 'echo_token', status: 500 },
  { kind: 'erro_200', message: `Token ${canary} sem permissão` },
  { kind: 'erro_200', message: `Falha interna: ${canary}` },
  { kind: 'status', status: 401 },
  { kind: 'status', status: 403, message: `Chave ${canary} sem acesso` },
  { kind: 'status', status: 429, retryAfter: 30, message: canary },
  { kind: 'status', status: 500, message: `token=${canary}` },
  { kind: 'html_200' },
  { kind: 'truncated_json' },
  { kind: 'garbage' },
  { kind: 'reset', when: 'before' },
  { kind: 'reset', when: 'body' },
  { kind: 'redirect', location: `http://127.0.0.1:9/?key=${canary}` },
  { kind: 'bad_document' },
  { kind: 'wrong_types' },
];

/** Every text of every record is the credential in one form: first of what can be stored, then of documents and ids as well. */
const PLANTED: Fault[] = [
  { kind: 'planted', texts: FORMS },
  { kind: 'planted', texts: FORMS.map((form) => `Empresa ${form} Ltda`) },
  { kind: 'planted', texts: FORMS, all: true },
];

const logged: string[] = [];
const frames: string[] = [];
let running: TestStack;
let stack: StackClient & { close(): Promise<void> };
let admin: TestAdmin;

beforeAll(async () => {
  running = await startTestStack({}, { withApp: false, log: (line) => logged.push(line) });
  stack = connectStack(running.address);
  admin = await stack.createAdmin();
  const rpc = { p_tenant_id: admin.tenant.id, p_credential: canary };
  await stack.sql`
    insert into public.tenant_integrations (tenant_id, provider_slug, is_enabled, base_url)
    select ${admin.tenant.id}, slug, true, ${stack.sandboxUrl} || '/' || slug
    from public.integration_providers where slug <> 'acessorias'`;
  for (const provider of PROVIDERS) {
    // As an admin does it in the app: over HTTP, write-only.
    const { error } = await admin.client.rpc('set_integration_credential', { ...rpc, p_provider_slug: provider });
    expect(error).toBeNull();
  }
  await new Promise<void>((resolve) => {
    admin.client
      .channel('canary')
      .on('postgres_changes', { event: '*', schema: 'public', table: 'integration_jobs' }, (change) => {
        frames.push(JSON.stringify(change));
      })
      .on('system', {}, () => resolve())
      .subscribe();
  });
});
afterAll(async () => {
  await stack?.close();
  await running?.close();
});

/** One run under a fault, to its first failure or its end; then the place is free for the next one. */
async function runUnder(provider: string, fault: Fault): Promise<JobRow> {
  // As many runs in a minute as the provider is asked for in an hour: they need not wait for one another here.
  await stack.sql`delete from private.provider_pace where tenant_id = ${admin.tenant.id}`;
  await stack.sandbox.configure(canary, { latencyMs: 0, rateLimitPerMinute: 100_000, companies: 30, faults: [fault] });
  const id = await stack.submit(admin, provider);
  const job = await stack.waitForJob(id, (row) => row.finished_at !== null || row.error_code !== null);
  await stack.sql`update public.integration_jobs set status = 'canceled' where id = ${id} and status in ('pending', 'running')`;
  return job;
}

/** Every table outside of Vault whose rows contain one of the spellings. */
async function tablesWithCanary(): Promise<string[]> {
  const tables = await stack.sql<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('vault', 'pg_catalog', 'information_schema')`;
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await stack.sql.unsafe<{ hits: number }[]>(
      `select count(*)::int as hits from ${name} as row
       where exists (select from unnest($1::text[]) as spelling where strpos(lower(row::text), spelling) > 0)`,
      [SPELLINGS.map((spelling) => spelling.toLowerCase())],
    );
    if (required(row).hits > 0) found.push(name);
  }
  return found;
}

const containsCanary = (text: string) =>
  SPELLINGS.some((spelling) => text.toLowerCase().includes(spelling.toLowerCase()));

test.for(PROVIDERS)(
  '%s: no fault brings the credential into a table, a frame, a log or an answer',
  async (provider) => {
    await stack.sql`update private.queue_settings set runs_per_user_and_minute = 1000`;
    const outcomes = new Set<string>();
    for (const fault of FAULTS) outcomes.add(String((await runUnder(provider, fault)).error_code));
    // The faults really happened.
    for (const code of [
      'credentials_rejected',
      'permission_denied',
      'rate_limited',
      'provider_unavailable',
      'invalid_response',
    ]) {
      expect(outcomes).toContain(code);
    }

    const connection = await admin.client.functions.invoke('test-integration', {
      body: { tenant_id: admin.tenant.id, provider_slug: provider },
    });
    expect(connection.error).toBeNull();
    const answers = await Promise.all(
      ['integration_jobs', 'integration_logs', 'tenant_integrations', 'integration_events'].map((table) =>
        admin.client.from(table).select('*').eq('tenant_id', admin.tenant.id),
      ),
    );
    expect(await tablesWithCanary()).toEqual([]);
    expect(logged.length).toBeGreaterThan(FAULTS.length);
    expect(logged.filter(containsCanary)).toEqual([]);
    expect(frames.length).toBeGreaterThan(FAULTS.length);
    expect(frames.filter(containsCanary)).toEqual([]);
    expect(containsCanary(JSON.stringify([answers, connection.data]))).toBe(false);
  },
);

test.for(PROVIDERS)('%s: in no form does it get from the records into a table, a frame or a log', async (provider) => {
  await stack.sql`update private.queue_settings set runs_per_user_and_minute = 1000`;
  for (const fault of PLANTED) {
    // As after a change of the settings: everything is read again.
    await stack.sql`update public.tenant_integrations set settings_changed_at = now() where tenant_id = ${admin.tenant.id}`;
    const job = await runUnder(provider, fault);
    // The records were taken over, or every one of them became a problem: they did not just fail to be read.
    // (Records that all say the same id are read, but cannot be told to be all there are.)
    expect(['success', 'incomplete_read']).toContain(job.error_code ?? job.status);
    expect(job.processed_count).toBeGreaterThan(0);
  }
  expect(await tablesWithCanary()).toEqual([]);
  expect(logged.filter(containsCanary)).toEqual([]);
  expect(frames.filter(containsCanary)).toEqual([]);
});

test('the search would find it: the same look at Vault does', async () => {
  const rows = await stack.sql<{ secret: string }[]>`select decrypted_secret as secret from vault.decrypted_secrets`;
  expect(rows.filter((row) => containsCanary(row.secret))).toHaveLength(PROVIDERS.length);
});

test('nobody but the owner of the database reads it back', async () => {
  for (const client of [admin.client]) {
    const answer = await client.rpc('open_integration_slice', { p_job_id: randomUUID(), p_lease_token: randomUUID() });
    expect(answer.error).not.toBeNull();
  }
  const asService = await fetch(`${stack.apiUrl}/rest/v1/rpc/open_integration_slice`, {
    method: 'POST',
    headers: {
      apikey: stack.secretKey,
      Authorization: `Bearer ${stack.secretKey}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ p_job_id: randomUUID(), p_lease_token: randomUUID() }),
  });
  expect(await asService.json()).toEqual({ state: 'lost' });
});
