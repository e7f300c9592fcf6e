import { createClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiUrl } from '../../../supabase/local/config.ts';
import { type Gateway, startGateway } from '../../../supabase/local/gateway/gateway.ts';
import { verifyToken } from '../../../supabase/local/gateway/tokens.ts';
import { createRealtime, type Realtime } from '../../../supabase/local/realtime/server.ts';
import { startDatabase, type TestDatabase, waitFor } from './support/support.ts';

let database: TestDatabase;
let realtime: Realtime;
let gateway: Gateway;
beforeAll(async () => {
  database = await startDatabase();
  const { publishableKey, secretKey, jwtSecret, apiPort } = database.config;
  realtime = await createRealtime({
    databaseUrl: database.adminUrl,
    verifyToken: async (token: string) => verifyToken(token, jwtSecret),
    publishableKey,
    secretKey,
    log: () => {},
  });
  gateway = await startGateway(apiPort, { realtime }, () => {});
});
afterAll(async () => {
  await realtime.close();
  await gateway.close();
  await database.close();
});

const post = (body: unknown, headers: Record<string, string> = { apikey: database.config.publishableKey }) =>
  fetch(`${apiUrl(database.config)}/realtime/v1/api/broadcast`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

test('a migration may write policies on realtime.messages, and triggers that broadcast changes', async () => {
  await database.sql.unsafe(`
    create policy "Members hear" on realtime.messages for select to authenticated using (realtime.topic() like 'tenant:%');
    create table public.notes (id integer primary key, body text);
    create function public.tell() returns trigger language plpgsql as $$
    begin
      perform realtime.broadcast_changes('tenant:1', tg_op, tg_op, tg_table_name, tg_table_schema, new, old);
      return null;
    end $$;
    create trigger tell after insert or update on public.notes for each row execute function public.tell();
    insert into public.notes values (1, 'olá');
    select realtime.send('{"text": "oi"}', 'greeting', 'room', false);`);
  const kept = await database.sql`select topic, event, private, payload from realtime.messages order by topic`;
  expect(kept).toMatchObject([
    { topic: 'room', event: 'greeting', private: false, payload: { text: 'oi' } },
    {
      topic: 'tenant:1',
      event: 'INSERT',
      private: true,
      payload: {
        operation: 'INSERT',
        schema: 'public',
        table: 'notes',
        record: { id: 1, body: 'olá' },
        old_record: null,
      },
    },
  ]);
});

test('a broadcast over HTTP is heard by who has joined the topic, and by nobody else', async () => {
  const { publishableKey } = database.config;
  const client = createClient(apiUrl(database.config), publishableKey);
  const heard: unknown[] = [];
  let joined = 0;
  for (const topic of ['room', 'elsewhere']) {
    client
      .channel(topic)
      .on('broadcast', { event: '*' }, ({ event, payload }) => heard.push([topic, event, payload]))
      .subscribe((status) => {
        if (status === 'SUBSCRIBED') joined += 1;
      });
  }
  await waitFor('both are joined', () => joined === 2);
  expect((await post({ messages: [{ topic: 'room', event: 'greeting', payload: { text: 'olá' } }] })).status).toBe(202);
  const sender = createClient(apiUrl(database.config), publishableKey).channel('room');
  expect(await sender.httpSend('farewell', { text: 'tchau' })).toEqual({ success: true });
  await waitFor('both are heard', () => heard.length === 2);
  expect(heard).toEqual([
    ['room', 'greeting', { text: 'olá' }],
    ['room', 'farewell', { text: 'tchau' }],
  ]);
  await client.removeAllChannels();
});

test.each([
  ['a private one', { messages: [{ topic: 'room', event: 'x', private: true }] }, 422, /no private channels/],
  ['one without a topic', { messages: [{ event: 'x' }] }, 422, /needs a topic/],
  ['none', {}, 422, /list "messages"/],
  ['no JSON', '{', 400, /no JSON/],
])('a broadcast of %s is refused in words', async (_, body, status, message) => {
  const response = await post(body);
  expect(response.status).toBe(status);
  expect((await response.json()).message).toMatch(message);
});

test('a broadcast needs a key', async () => {
  expect((await post({ messages: [] }, {})).status).toBe(401);
  expect((await post({ messages: [] }, { apikey: 'sb_publishable_other' })).status).toBe(401);
});
