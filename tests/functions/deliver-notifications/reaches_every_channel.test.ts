import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { required } from '../../support/database/fixtures.ts';
import { type TestAdmin, testStack } from '../../support/stack/stack-client.ts';
import { until } from '../../support/until.ts';

const stack = testStack();

interface Call {
  path: string;
  body: string;
  signature: string;
  key: string;
  at: number;
}
const calls: Call[] = [];
/** How the receiver answers a path; 200 otherwise. */
const answers = new Map<string, { status: number; body: string }>();
let receiver: Server;
let address: string;

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const path = request.url ?? '';
      const header = (name: string) => String(request.headers[name] ?? '');
      calls.push({
        path,
        body,
        signature: header('x-integracoes-signature'),
        key: header('idempotency-key'),
        at: performance.now(),
      });
      const { status, body: text } = answers.get(path) ?? { status: 200, body: 'ok' };
      response.writeHead(status).end(text);
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
});
afterAll(() => {
  receiver.closeAllConnections();
  receiver.close();
});

const untilTrue = (what: string, look: () => Promise<boolean>) =>
  until(what, async () => ((await look()) ? true : null));

const mailsTo = async (email: string) => {
  const page = await (await fetch(`${stack.apiUrl}/mail`)).text();
  return page.split('<li>').filter((item) => item.includes(`Para ${email},`));
};

/** An admin with a webhook whose credential the provider refuses. */
async function createRefused(path: string): Promise<{ admin: TestAdmin; key: string }> {
  const admin = await stack.createAdmin();
  const { data, error } = await admin.client.rpc('add_notification_webhook', {
    p_tenant_id: admin.tenant.id,
    p_url: `${address}${path}`,
    p_kinds: ['failure', 'repeated', 'paused', 'recovery'],
  });
  if (error) throw error;
  await stack.sql`select private.write_credential(${admin.tenant.id}, 'acessorias', 'token-que-ninguem-conhece')`;
  return { admin, key: (data as { key: string }).key };
}

test('a failure reaches the app, the mail and the webhook within seconds, and so does the recovery', async () => {
  const { admin, key } = await createRefused('/alarme');
  const job = await stack.runToEnd(admin, 'acessorias');
  const endedAt = performance.now();
  const took = () => Math.round(performance.now() - endedAt);
  expect(job).toMatchObject({ status: 'error', error_code: 'credentials_rejected' });

  const { data: told } = await admin.client.from('notifications').select('kind, cause, read_at');
  const inApp = took();
  expect(told).toEqual([{ kind: 'failure', cause: 'credentials_rejected', read_at: null }]);
  const call = await until('the webhook is called', () => calls.find(({ path }) => path === '/alarme') ?? null);
  const byWebhook = Math.round(call.at - endedAt);
  await untilTrue('the mail is there', async () => (await mailsTo(admin.email)).length > 0);
  console.log(
    `From the end of a failed run to its notification: app ${inApp} ms (written with it), webhook ${byWebhook} ms, mail ${took()} ms; one tick every 200 ms here`,
  );
  const [, seconds, hex] = required(/^t=(\d+),v1=(\w+)$/.exec(call.signature));
  expect(hex).toBe(createHmac('sha256', key).update(`${seconds}.${call.body}`).digest('hex'));

  await stack.sql`select private.write_credential(${admin.tenant.id}, 'acessorias', ${admin.sandboxToken})`;
  await stack.runToEnd(admin, 'acessorias');
  await untilTrue('the recovery is told', async () => calls.filter(({ path }) => path === '/alarme').length === 2);
  await untilTrue('the second mail is there', async () => (await mailsTo(admin.email)).length === 2);
  expect(calls.filter(({ path }) => path === '/alarme').map(({ body }) => JSON.parse(body).kind)).toEqual([
    'failure',
    'recovery',
  ]);
  const mails = await mailsTo(admin.email);
  expect(mails[0]).toContain('voltou a funcionar');
  expect(mails[1]).toContain('Corrigir credencial');
});

test('a webhook that refuses is tried again under the same key, and its last answer is shown to admins only', async () => {
  answers.set('/fora', { status: 503, body: 'em manutenção' });
  const { admin } = await createRefused('/fora');
  const auditor = await stack.createUser(admin.tenant, 'auditor');
  await stack.runToEnd(admin, 'acessorias');
  const shown = async () => {
    const { data } = await admin.client
      .from('notification_deliveries')
      .select('id, status, attempts, last_status, last_answer')
      .not('webhook_id', 'is', null);
    return data?.find(({ last_status }) => last_status !== null) ?? null;
  };
  const first = await until('the first answer is noted', shown);
  expect(first).toMatchObject({
    status: 'pending',
    attempts: 1,
    last_status: 503,
    last_answer: 'HTTP 503: em manutenção',
  });
  const { data: hidden } = await auditor.client
    .from('notification_deliveries')
    .select('id')
    .not('webhook_id', 'is', null);
  expect(hidden).toEqual([]);

  answers.delete('/fora');
  await stack.sql`update public.notification_deliveries set next_attempt_at = now() where id = ${first.id}`;
  await untilTrue('it arrives', async () => (await shown())?.status === 'sent');
  const made = calls.filter(({ path }) => path === '/fora');
  expect(made.map(({ key }) => key)).toEqual([first.id, first.id]);
});

test('whoever was killed between sending and saying so doubles no mail', async () => {
  const { admin } = await createRefused('/morto');
  await stack.runToEnd(admin, 'acessorias');
  await untilTrue('the mail is there', async () => (await mailsTo(admin.email)).length === 1);
  const sent = () => stack.sql`
    select id from public.notification_deliveries where user_id = ${admin.userId} and status = 'sent'`;
  const [delivery] = await until('it is noted', async () => ((await sent()).length > 0 ? await sent() : null));
  // As if nothing had been said: the lease is over.
  await stack.sql`
    update public.notification_deliveries set status = 'pending', ended_at = null, next_attempt_at = now() where id = ${required(delivery).id}`;
  await untilTrue('it is made again', async () => (await sent()).length > 0);
  expect(await mailsTo(admin.email)).toHaveLength(1);
});

test('a test goes through the real way of its channel', async () => {
  const admin = await stack.createAdmin();
  const { error } = await admin.client.rpc('test_notification', { p_tenant_id: admin.tenant.id, p_channel: 'email' });
  expect(error).toBeNull();
  await untilTrue('the test is there', async () => (await mailsTo(admin.email)).length === 1);
  expect((await mailsTo(admin.email))[0]).toContain('Teste de notificação');
});

test.for([
  [{}, 401],
  [{ 'X-Worker-Key': 'wrong' }, 401],
] as const)('a caller with %j wakes nobody', async ([headers, status]) => {
  const response = await fetch(`${stack.apiUrl}/functions/v1/deliver-notifications`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: '{}',
  });
  expect(response.status).toBe(status);
});
