import { expect, test } from 'vitest';
import { fixtureForFile } from './support/fixture.ts';
import { AURORA } from './support/schema.ts';
import { tokenOf } from './support/tokens.ts';

const fixture = fixtureForFile();
const aurora = () => tokenOf({ sub: AURORA.user });
const JOBS = { event: '*', schema: 'public', table: 'jobs' };
const insertJob = (id: number) =>
  fixture().sql`insert into public.jobs (id, tenant_id) values (${id}, ${AURORA.tenant})`;

test('a heartbeat is answered', async () => {
  const socket = await fixture().socket();
  socket.send([null, '26', 'phoenix', 'heartbeat', {}]);
  expect(await socket.reply('26')).toEqual([null, '26', 'phoenix', 'phx_reply', { status: 'ok', response: {} }]);
});

test('a join answers the bindings in their order, unchanged, each with an id of its own', async () => {
  const socket = await fixture().socket();
  const bindings = [
    { event: 'UPDATE', schema: 'public', table: 'jobs', filter: 'status=eq.running' },
    { event: '*', schema: 'public' },
    { event: 'insert', schema: 'public', table: 'jobs', filter: '', more: { any: 1 } },
  ];
  socket.join('realtime:jobs', '1', { postgres_changes: bindings }, aurora());
  const [joinRef, , , , { status, response }] = await socket.reply('1');
  expect([joinRef, status]).toEqual(['1', 'ok']);
  const answered = (response as { postgres_changes: { id: number }[] }).postgres_changes;
  expect(answered).toEqual(bindings.map((binding) => ({ ...binding, id: expect.any(Number) })));
  const ids = answered.map(({ id }) => id);
  expect(ids.every((id) => id > 0)).toBe(true);
  expect(new Set(ids).size).toBe(3);
});

test('after a join the system message says when changes flow, and events name all bindings that match', async () => {
  const socket = await fixture().socket();
  const bindings = [JOBS, { ...JOBS, event: 'UPDATE' }, { ...JOBS, filter: 'id=eq.1' }];
  socket.join('realtime:jobs', '7', { postgres_changes: bindings }, aurora());
  const [, , , , { response }] = await socket.reply('7');
  expect(await socket.system('realtime:jobs', 'ok')).toEqual([
    '7',
    null,
    'realtime:jobs',
    'system',
    { extension: 'postgres_changes', status: 'ok', message: 'Subscribed to PostgreSQL', channel: 'jobs' },
  ]);
  await insertJob(1);
  const event = await socket.frame('the event', ([, , , name]) => name === 'postgres_changes');
  const [first, , third] = (response as { postgres_changes: { id: number }[] }).postgres_changes.map(({ id }) => id);
  expect(event.slice(0, 4)).toEqual([null, null, 'realtime:jobs', 'postgres_changes']);
  expect(event[4].ids).toEqual([first, third]);
  const { columns, record, ...data } = event[4].data as Record<string, unknown>;
  expect(Object.keys(data).sort()).toEqual(['commit_timestamp', 'errors', 'schema', 'table', 'type']);
  expect(record).toMatchObject({ id: 1, tenant_id: AURORA.tenant });
  expect(columns).toEqual(
    expect.arrayContaining([
      { name: 'id', type: 'int4' },
      { name: 'starts_at', type: 'timestamptz' },
      { name: 'payload', type: 'jsonb' },
      { name: 'tags', type: '_text' },
    ]),
  );
  expect(columns).not.toContainEqual({ name: 'secret', type: 'text' });
});

test('two channels on one socket hear for themselves, and a left one hears nothing more', async () => {
  const socket = await fixture().socket();
  for (const [ref, name] of [
    ['1', 'a'],
    ['2', 'b'],
  ] as const) {
    socket.join(`realtime:${name}`, ref, { postgres_changes: [JOBS] }, aurora());
    await socket.system(`realtime:${name}`, 'ok');
  }
  socket.send(['1', '3', 'realtime:a', 'phx_leave', {}]);
  expect(await socket.reply('3')).toEqual(['1', '3', 'realtime:a', 'phx_reply', { status: 'ok', response: {} }]);
  const closed = await socket.frame('the close', ([, , , name]) => name === 'phx_close');
  expect(closed).toEqual(['1', '1', 'realtime:a', 'phx_close', {}]);
  await insertJob(1);
  await socket.frame('an event', ([, , topic, name]) => topic === 'realtime:b' && name === 'postgres_changes');
  expect(socket.frames.filter(([, , topic, name]) => topic === 'realtime:a' && name === 'postgres_changes')).toEqual(
    [],
  );
});

test('a second join of a topic closes the first one', async () => {
  const socket = await fixture().socket();
  socket.join('realtime:jobs', '1', {});
  await socket.reply('1');
  socket.join('realtime:jobs', '2', {});
  expect((await socket.reply('2'))[4].status).toBe('ok');
  expect(await socket.frame('the close', ([, , , name]) => name === 'phx_close')).toEqual([
    '1',
    '1',
    'realtime:jobs',
    'phx_close',
    {},
  ]);
});

test.each([
  ['realtime:', {}, undefined, 'TopicNameRequired: You must provide a topic name'],
  ['elsewhere', {}, undefined, 'unmatched topic'],
  [
    'realtime:x',
    { private: true },
    undefined,
    'Unauthorized: You do not have permissions to read from this Channel topic: x (the local stack has no private channels)',
  ],
  [
    'realtime:x',
    { presence: { enabled: true, key: 'me' } },
    undefined,
    'PresenceNotAvailable: The local stack has no Presence',
  ],
  ['realtime:x', {}, 'nonsense', 'MalformedJWT: The token provided is not a valid JWT'],
])('a join of %j with %j is refused with a reason', async (topic, config, token, reason) => {
  const socket = await fixture().socket();
  socket.join(topic, '1', config, token);
  expect((await socket.reply('1'))[4]).toEqual({ status: 'error', response: { reason } });
});

test('a message to a channel that is not joined is answered with an error, a leave with ok', async () => {
  const socket = await fixture().socket();
  socket.send(['1', '1', 'realtime:none', 'broadcast', {}]);
  expect((await socket.reply('1'))[4]).toEqual({ status: 'error', response: { reason: 'unmatched topic' } });
  socket.send(['1', '2', 'realtime:none', 'phx_leave', {}]);
  expect((await socket.reply('2'))[4].status).toBe('ok');
});

test('malformed frames are ignored and the socket lives on', async () => {
  const socket = await fixture().socket();
  const malformed = [
    '',
    '{',
    'null',
    '[]',
    '[1,2]',
    '{"topic":"phoenix"}',
    '[null,"1",5,"heartbeat",{}]',
    '["1","1","realtime:x","phx_join"]',
  ];
  for (const text of malformed) socket.send(text);
  for (const bytes of [[], [9], [3, 255, 255, 255, 255, 255, 1, 65], [3, 0, 0, 1, 1, 0, 1, 65, 66, 123]])
    socket.send(new Uint8Array(bytes));
  socket.join('realtime:odd', '5', {
    postgres_changes: [null, 7, 'x', { event: 3, schema: 4 }],
    broadcast: 'no',
    presence: [],
  });
  expect((await socket.reply('5'))[4].status).toBe('ok');
  expect(await socket.system('realtime:odd', 'error')).toBeDefined();
  socket.send(['5', '6', 'realtime:odd', 'access_token', { access_token: { not: 'a string' } }]);
  socket.send([null, '9', 'phoenix', 'heartbeat', {}]);
  await socket.reply('9');
  expect(socket.isOpen).toBe(true);
});

test('version 1.0.0 is answered with objects', async () => {
  const socket = await fixture().socket(undefined, '1.0.0');
  socket.send(JSON.stringify({ topic: 'phoenix', event: 'heartbeat', payload: {}, ref: '1' }));
  await socket.frame('an answer', () => true);
  expect(socket.frames).toEqual([
    { topic: 'phoenix', event: 'phx_reply', ref: '1', join_ref: null, payload: { status: 'ok', response: {} } },
  ]);
});

test.each([
  ['sb_publishable_other', '2.0.0'],
  ['', '2.0.0'],
  [tokenOf({}, 'another secret'), '2.0.0'],
  ['sb_publishable_test', '3.0.0'],
])('a socket with key %j and version %s is refused', async (key, version) => {
  await expect(fixture().socket(key, version)).rejects.toThrow(/refused/);
});

test('a broadcast reaches the other sockets of its topic, and the sender when it wants that', async () => {
  const [sender, other] = [fixture().client(), fixture().client()];
  const heard: [string, unknown][] = [];
  const channels = [sender, other].map((client, i) =>
    client
      .channel('room', { config: { broadcast: { self: i === 0, ack: true } } })
      .on('broadcast', { event: 'greeting' }, ({ payload }) => heard.push([i === 0 ? 'sender' : 'other', payload])),
  );
  await Promise.all(
    channels.map(
      (channel) => new Promise<void>((resolve) => channel.subscribe((state) => state === 'SUBSCRIBED' && resolve())),
    ),
  );
  expect(await channels[0]?.send({ type: 'broadcast', event: 'greeting', payload: { text: 'olá' } })).toBe('ok');
  await expect.poll(() => heard.length).toBe(2);
  expect(heard.toSorted()).toEqual([
    ['other', { text: 'olá' }],
    ['sender', { text: 'olá' }],
  ]);
});

test('a broadcast of bytes arrives as bytes', async () => {
  const [sender, other] = [await fixture().socket(), await fixture().socket()];
  for (const socket of [sender, other]) {
    socket.join('realtime:room', '1', {});
    await socket.reply('1');
  }
  const texts = ['1', '2', 'realtime:room', 'bytes', ''].map((text) => Buffer.from(text));
  const header = [3, ...texts.map(({ length }) => length), 0];
  sender.send(new Uint8Array([...header, ...Buffer.concat(texts), 1, 2, 255]));
  await expect.poll(() => other.messages.filter((message) => typeof message !== 'string').length).toBe(1);
  const frame = Buffer.from(other.messages.find((message) => typeof message !== 'string') ?? new ArrayBuffer());
  expect([...frame.subarray(0, 5)]).toEqual([4, 13, 5, 0, 0]);
  expect(frame.subarray(5, 23).toString()).toBe('realtime:roombytes');
  expect([...frame.subarray(23)]).toEqual([1, 2, 255]);
});

test('Presence on a joined channel is answered with an error', async () => {
  const socket = await fixture().socket();
  socket.join('realtime:room', '1', {});
  expect((await socket.reply('1'))[4].status).toBe('ok');
  socket.send(['1', '2', 'realtime:room', 'presence', { type: 'presence', event: 'track', payload: {} }]);
  expect((await socket.reply('2'))[4]).toEqual({
    status: 'error',
    response: { reason: 'PresenceNotAvailable: The local stack has no Presence' },
  });
});

test('with the wait option the answer to the join comes when changes flow, and refuses what cannot flow', async () => {
  const socket = await fixture().socket();
  const options = { postgres_changes_options: { wait: true } };
  socket.join('realtime:jobs', '1', { postgres_changes: [JOBS], ...options }, aurora());
  expect((await socket.reply('1'))[4].status).toBe('ok');
  await insertJob(1);
  await socket.frame('the event', ([, , , name]) => name === 'postgres_changes');
  expect(socket.frames.map(([, , , name]) => name)).toEqual(['phx_reply', 'system', 'postgres_changes']);
  socket.join('realtime:none', '2', { postgres_changes: [{ ...JOBS, table: 'unpublished' }], ...options }, aurora());
  const [, , , , { status, response }] = await socket.reply('2');
  expect(status).toBe('error');
  expect((response as { reason: string }).reason).toMatch(/^RealtimeDisabledForConfiguration: Unable to subscribe/);
});
