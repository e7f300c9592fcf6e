import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { createRunningJob } from '../../support/database/fixtures.ts';
import { connectToSandbox } from '../../support/stack/sandbox.ts';
import { testStack } from '../../support/stack/stack-client.ts';
import { type FunctionProcess, startFunction } from '../support/function-process.ts';

const stack = testStack();
const MB = 1024 * 1024;
/** So many tenants get such answers at once, in one process. */
const AT_ONCE = 8;
const LIMIT_MB = 128;

const company = (n: number) =>
  `{"ID":"${n}","Identificador":"00.000.000/0001-91","Razao":"${'Empresa '.repeat(20)}${n}","Telefone":"${'9'.repeat(100)}"}`;
const listOf = (count: number) => Buffer.from(`[${Array.from({ length: count }, (_, n) => company(n)).join()}]`);
/** `code` is what the attempt comes to; null: it succeeds. */
const ANSWERS: [name: string, body: () => Buffer, code: string | null, headers?: Record<string, string>][] = [
  ['8 MB of [[[[', () => Buffer.alloc(8 * MB, '['), 'invalid_response'],
  ['8 MB of numbers', () => Buffer.from(`[${'1,'.repeat(4 * MB)}1]`), 'invalid_response'],
  ['8 MB of one text', () => Buffer.from(`["${'a'.repeat(8 * MB)}"]`), 'invalid_response'],
  ['a million tiny objects', () => Buffer.from(`[${'{},'.repeat(1_000_000)}{}]`), 'invalid_response'],
  [
    'fields nested 200,000 deep',
    () => Buffer.from(`[${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}]`),
    'invalid_response',
  ],
  [
    '200 MB in 200 KB of gzip',
    () => gzipSync(Buffer.alloc(200 * MB, ' ')),
    'invalid_response',
    { 'Content-Encoding': 'gzip' },
  ],
  // Just below the limit of size: what is refused here is refused for what is in it.
  ['1 MB of [[[[', () => Buffer.alloc(MB - 1, '['), 'invalid_response'],
  ['1 MB of tiny objects', () => Buffer.from(`[${'{},'.repeat(340_000)}{}]`), 'invalid_response'],
  ['a name of 1 MB', () => Buffer.from(`[{"ID":"1","Razao":"${'ã'.repeat(MB / 2 - 100)}"}]`), 'invalid_response'],
  ['2,000 records', () => listOf(2_000), 'invalid_response'],
  // As many as are accepted, and the same again whichever page is asked for.
  ['1,000 records', () => listOf(1_000), null],
];

let answer: (response: ServerResponse) => void;
const provider = createServer((_, response) => answer(response));
let sync: FunctionProcess;
beforeAll(() => new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  provider.close();
  provider.closeAllConnections();
});
// A process for each: what it needed at most is remembered until its end.
beforeEach(async () => {
  const { apiUrl, publishableKey, secretKey } = inject('stack');
  sync = await startFunction('sync-acessorias', {
    SUPABASE_URL: apiUrl,
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: publishableKey }),
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: secretKey }),
    INTEGRATIONS_ALLOW_LOCAL_PROVIDERS: 'true',
    INTEGRATIONS_END_PAUSES_MS: '1,1',
  });
});
afterEach(() => sync.close());

const jobs: string[] = [];
// They would keep their places among the jobs that may run.
afterEach(() => stack.sql`delete from public.integration_jobs where id = any (${jobs.splice(0)})`);

/** A job in our hands: nobody else sees it before it is claimed. `baseUrl` null = the sandbox. */
async function heldJob(baseUrl: string | null) {
  const { job_id, lease_token, tenant } = await stack.sql.begin((sql) => createRunningJob(sql));
  jobs.push(job_id);
  const token = await connectToSandbox(stack.sql, stack.sandboxUrl, tenant, 'acessorias');
  if (baseUrl !== null) {
    await stack.sql`update public.tenant_integrations set base_url = ${baseUrl} where tenant_id = ${tenant.id}`;
    await stack.sql`select private.write_credential(${tenant.id}, 'acessorias', ${token})`;
  }
  return { request: { tenant_id: tenant.id, job_id, lease_token, cursor: null, deadline_ms: 30_000 }, token };
}

const slice = (request: object) => sync.post({ apikey: stack.secretKey }, request);

async function peakMb(): Promise<number> {
  return Number(/VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${sync.pid}/status`, 'utf8'))?.[1]) / 1_024;
}

// Only Linux tells how much memory a process had at most.
test.runIf(process.platform === 'linux').each(ANSWERS)(
  `${AT_ONCE} tenants with %s: the process stays below ${LIMIT_MB} MB, and the run of somebody else goes on`,
  async (_, body, code, headers = {}) => {
    const bytes = body();
    answer = (response) => response.writeHead(200, { 'Content-Type': 'application/json', ...headers }).end(bytes);
    const { port } = provider.address() as AddressInfo;
    const hostile = await Promise.all(Array.from({ length: AT_ONCE }, () => heldJob(`http://127.0.0.1:${port}/x`)));
    const honest = await heldJob(null);
    await stack.sandbox.configure(honest.token, { companies: 100, latencyMs: 50, rateLimitPerMinute: 1_000_000 });

    const [good, ...bad] = await Promise.all([honest, ...hostile].map(({ request }) => slice(request)));
    expect(good).toMatchObject({ status: 200, body: { cursor: null, processed: 100 } });
    const expected = code === null ? { status: 200 } : { status: 502, body: { error: { code } } };
    for (const said of bad) expect(said).toMatchObject(expected);
    expect(await peakMb()).toBeLessThan(LIMIT_MB);
  },
);
