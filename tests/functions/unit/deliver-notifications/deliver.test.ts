import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { type DeliverDeps, deliverDue } from '../../../../supabase/functions/deliver-notifications/deliver.ts';
import type { Delivery, Outcome } from '../../../../supabase/functions/deliver-notifications/outbox.ts';
import { textOf } from '../../../../supabase/functions/deliver-notifications/texts.ts';

const MAIL = {
  url: 'https://mail.example.com/emails',
  key: 'mail-key-0123456789',
  from: 'Integrações <a@example.com>',
};
const WEBHOOK = { url: 'https://hooks.example.com/T0/caminho-secreto', key: 'whsec_0123456789abcdef' };

function delivery(changes: Partial<Delivery> = {}): Delivery {
  return {
    id: '11111111-1111-4111-8111-111111111111',
    attempt: 1,
    kind: 'failure',
    tenant: { name: 'Aurora <Contábil>', slug: 'aurora', time_zone: 'America/Sao_Paulo' },
    incident: {
      provider_slug: 'acessorias',
      provider_name: 'Acessórias',
      cause: 'credentials_rejected',
      message: 'Acessórias recusou a credencial.',
      failures: 3,
      began_at: '2026-11-26T03:30:00Z',
      ended_at: null,
      is_paused: false,
    },
    email: 'ana@example.com',
    webhook: null,
    ...changes,
  };
}

interface Sent {
  url: string;
  headers: Headers;
  body: string;
}

/** Delivers one thing; returns what went out, what came of it and what was logged. */
async function run(one: Delivery, answer: () => Response | Promise<Response>, changes: Partial<DeliverDeps> = {}) {
  const sent: Sent[] = [];
  const outcomes: Outcome[] = [];
  const lines: string[] = [];
  const waiting = [[one], []];
  await deliverDue({
    outbox: {
      claim: () => Promise.resolve({ mail: MAIL, deliveries: waiting.shift() ?? [] }),
      settle: (_delivery, outcome) => {
        outcomes.push(outcome);
        return Promise.resolve(outcome.isSent ? 'sent' : 'pending');
      },
    },
    log: (event, fields) => lines.push(JSON.stringify({ event, ...fields })),
    appUrl: 'https://app.example.com',
    allowLocal: false,
    resolveHost: () => Promise.resolve(['93.184.216.34']),
    now: () => Date.parse('2026-11-26T12:00:00Z'),
    send: async (url, init) => {
      sent.push({ url: String(url), headers: new Headers(init?.headers), body: String(init?.body) });
      return answer();
    },
    ...changes,
  });
  return { sent, outcomes, lines };
}

const ok = () => new Response(null, { status: 202 });

test('a mail goes to the service with its key, the id as idempotency key and a link to the remedy', async () => {
  const { sent, outcomes } = await run(delivery(), ok);
  const [{ url, headers, body } = { url: '', headers: new Headers(), body: '{}' }] = sent;
  expect([url, headers.get('authorization'), headers.get('idempotency-key')]).toEqual([
    MAIL.url,
    `Bearer ${MAIL.key}`,
    delivery().id,
  ]);
  const mail = JSON.parse(body) as Record<string, string>;
  expect(mail).toMatchObject({
    from: MAIL.from,
    to: ['ana@example.com'],
    subject: 'Acessórias falhou – Aurora <Contábil>',
  });
  expect(mail.text).toContain('https://app.example.com/integracoes/acessorias?tenant=aurora&corrigir=credencial');
  expect(mail.text).toContain('Primeira falha: 26/11/2026, 00:30.');
  expect(mail.html).not.toContain('<Contábil>');
  expect(outcomes).toEqual([{ isSent: true, status: 202, answer: 'HTTP 202' }]);
});

test('a webhook is signed over time and body, as whoever has the key can check', async () => {
  const { sent } = await run(delivery({ email: null, webhook: WEBHOOK }), ok);
  const [{ url, headers, body } = { url: '', headers: new Headers(), body: '' }] = sent;
  const [, seconds = '', hex = ''] =
    /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers.get('x-integracoes-signature') ?? '') ?? [];
  expect(url).toBe(WEBHOOK.url);
  expect(seconds).toBe(String(Date.parse('2026-11-26T12:00:00Z') / 1000));
  expect(hex).toBe(createHmac('sha256', WEBHOOK.key).update(`${seconds}.${body}`).digest('hex'));
  expect(JSON.parse(body)).toMatchObject({
    id: delivery().id,
    kind: 'failure',
    text: 'Acessórias falhou – Aurora <Contábil>: Acessórias recusou a credencial.',
    incident: { integration: 'acessorias', cause: 'credentials_rejected', failures: 3 },
  });
});

test.for([
  ['http://hooks.example.com/x', ['93.184.216.34']],
  ['https://127.0.0.1/x', ['127.0.0.1']],
  ['https://hooks.example.com/x', ['93.184.216.34', '10.0.0.7']],
  ['https://hooks.example.com/x', ['169.254.169.254']],
] as const)('the webhook %s that leads to %j is not called', async ([url, addresses]) => {
  const { sent, outcomes } = await run(delivery({ email: null, webhook: { ...WEBHOOK, url } }), ok, {
    resolveHost: () => Promise.resolve([...addresses]),
  });
  expect(sent).toEqual([]);
  expect(outcomes).toEqual([{ isSent: false, status: null, answer: 'O endereço não é aceito.' }]);
});

test('no redirect is followed: it is a failure like any other', async () => {
  const redirect = () => new Response(null, { status: 302, headers: { location: 'http://169.254.169.254/' } });
  const { sent, outcomes } = await run(delivery({ email: null, webhook: WEBHOOK }), redirect);
  expect(sent).toHaveLength(1);
  expect(outcomes).toEqual([{ isSent: false, status: 302, answer: 'HTTP 302' }]);
});

test('what the other side says is kept short and without address and key, and none of them is in the log', async () => {
  const said = `no ${WEBHOOK.url} with ${WEBHOOK.key} ${'x'.repeat(100_000)}`;
  const { outcomes, lines } = await run(
    delivery({ email: null, webhook: WEBHOOK }),
    () => new Response(said, { status: 500 }),
  );
  const [{ answer } = { answer: '' }] = outcomes;
  expect(answer).toMatch(/^HTTP 500: no /);
  expect(answer.length).toBeLessThanOrEqual(200);
  for (const text of [answer, ...lines]) {
    expect(text).not.toContain('caminho-secreto');
    expect(text).not.toContain(WEBHOOK.key);
    expect(text).not.toContain(MAIL.key);
  }
});

test('without an answer it says so in words', async () => {
  const refused = () =>
    Promise.reject(new TypeError('error sending request for url (https://hooks.example.com/T0/caminho-secreto)'));
  const late = () => Promise.reject(new DOMException('late', 'TimeoutError'));
  const webhook = delivery({ email: null, webhook: WEBHOOK });
  expect((await run(webhook, refused)).outcomes).toEqual([
    { isSent: false, status: null, answer: 'Não foi possível conectar ao endereço.' },
  ]);
  expect((await run(webhook, late)).outcomes).toEqual([
    { isSent: false, status: null, answer: 'Sem resposta em 10 segundos.' },
  ]);
});

test('each kind has words of its own, and the times are those of the group', () => {
  const subjects = (['failure', 'repeated', 'paused', 'recovery'] as const).map(
    (kind) => textOf(delivery({ kind })).subject,
  );
  expect(subjects).toEqual([
    'Acessórias falhou – Aurora <Contábil>',
    'Acessórias continua falhando – Aurora <Contábil>',
    'Acessórias falhou e o agendamento foi pausado – Aurora <Contábil>',
    'Acessórias voltou a funcionar – Aurora <Contábil>',
  ]);
  expect(textOf(delivery({ kind: 'test', incident: null })).subject).toBe('Teste de notificação – Aurora <Contábil>');
});
