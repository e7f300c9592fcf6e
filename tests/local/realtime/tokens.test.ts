import { expect, test } from 'vitest';
import { fixtureForFile, SECRET_KEY } from './support/fixture.ts';
import { AURORA, BOREAL } from './support/schema.ts';
import { tokenOf } from './support/tokens.ts';
import { Watcher } from './support/watcher.ts';

const fixture = fixtureForFile();
const now = () => Math.floor(Date.now() / 1000);
const BOUND = { postgres_changes: [{ event: '*', schema: 'public', table: 'jobs' }] };
const insert = (id: number, tenant: string) =>
  fixture().sql`insert into public.jobs (id, tenant_id) values (${id}, ${tenant})`;

test('a new token is told as subscribed again, and the rows of its holder come from then on', async () => {
  const client = fixture().client(AURORA.user);
  const watcher = await Watcher.start(client);
  await insert(1, AURORA.tenant);
  await watcher.received(1);
  await fixture().swapToken(client, tokenOf({ sub: BOREAL.user }));
  await watcher.heard('ok', 2);
  await insert(2, AURORA.tenant);
  await insert(3, BOREAL.tenant);
  await watcher.received(2);
  expect(watcher.ids).toEqual([1, 3]);
});

test('a token that comes after the join opens a channel that was nobody in particular', async () => {
  const client = fixture().client();
  const watcher = await Watcher.start(client);
  const admin = await Watcher.start(fixture().client(AURORA.user));
  await insert(1, AURORA.tenant);
  await admin.received(1);
  await fixture().swapToken(client, tokenOf({ sub: AURORA.user }));
  await watcher.heard('ok', 2);
  await insert(2, AURORA.tenant);
  await watcher.received(1);
  expect(watcher.ids).toEqual([2]);
});

test.each([
  ['expired', () => tokenOf({ exp: now() - 60 }), /^InvalidJWTToken: Token has expired 6\d seconds ago$/],
  [
    'forged',
    () => tokenOf({ sub: AURORA.user }, 'another secret'),
    /^JwtSignatureError: Failed to validate JWT signature$/,
  ],
  ['malformed', () => 'not-a-token', /^MalformedJWT: The token provided is not a valid JWT$/],
  [
    'without role',
    () => tokenOf({ role: undefined }),
    /^InvalidJWTToken: Fields `role` and `exp` are required in JWT$/,
  ],
])('a join with a token that is %s is refused', async (_, token, reason) => {
  const socket = await fixture().socket();
  socket.join('realtime:jobs', '1', BOUND, token());
  const [, , , , { status, response }] = await socket.reply('1');
  expect(status).toBe('error');
  expect((response as { reason: string }).reason).toMatch(reason);
});

test.each([
  ['expired', () => tokenOf({ exp: now() - 60 }), /^Token has expired/],
  ['forged', () => tokenOf({ sub: AURORA.user }, 'another secret'), /^Failed to validate JWT signature$/],
])('a new token that is %s ends the channel with a system error', async (_, token, reason) => {
  const socket = await fixture().socket();
  socket.join('realtime:jobs', '1', BOUND, tokenOf({ sub: AURORA.user }));
  await socket.system('realtime:jobs', 'ok');
  socket.send(['1', '2', 'realtime:jobs', 'access_token', { access_token: token() }]);
  const [, , , , payload] = await socket.system('realtime:jobs', 'error');
  expect(payload).toMatchObject({ extension: 'system', channel: 'jobs', message: expect.stringMatching(reason) });
  expect(await socket.frame('the close', ([, , , name]) => name === 'phx_close')).toEqual([
    '1',
    '1',
    'realtime:jobs',
    'phx_close',
    {},
  ]);
});

test('a channel ends when its token expires, unless a new one came in time', async () => {
  const expiring = tokenOf({ sub: AURORA.user, exp: now() + 2 });
  const watcher = await Watcher.open(fixture().clientWithToken(expiring));
  const socket = await fixture().socket();
  socket.join('realtime:kept', '1', BOUND, expiring);
  socket.join('realtime:ended', '2', BOUND, expiring);
  await watcher.heard('ok');
  await socket.system('realtime:kept', 'ok');
  socket.send(['1', '3', 'realtime:kept', 'access_token', { access_token: tokenOf({ sub: AURORA.user }) }]);
  const [, , , , payload] = await socket.system('realtime:ended', 'error');
  expect(payload).toMatchObject({ extension: 'system', message: expect.stringMatching(/^Token has expired/) });
  await watcher.heard('error');
  await watcher.state('CLOSED');
  await insert(1, AURORA.tenant);
  await socket.frame('an event', ([, , topic, name]) => topic === 'realtime:kept' && name === 'postgres_changes');
  expect(socket.frames.filter(([, , topic, name]) => topic === 'realtime:ended' && name === 'phx_close')).toHaveLength(
    1,
  );
});

test('an API key in the place of a token counts as none', async () => {
  const socket = await fixture().socket();
  socket.join('realtime:jobs', '1', BOUND, SECRET_KEY);
  await socket.system('realtime:jobs', 'ok');
  socket.send(['1', '2', 'realtime:jobs', 'access_token', { access_token: 'sb_publishable_test' }]);
  const admin = await Watcher.start(fixture().client(AURORA.user));
  await insert(1, AURORA.tenant);
  await admin.received(1);
  await fixture().sql`delete from public.jobs`;
  // Everybody hears of a delete: an insert that should stay hidden would have come before it.
  const [, , , , { data }] = await socket.frame('an event', ([, , , name]) => name === 'postgres_changes');
  expect(data).toMatchObject({ type: 'DELETE' });
  expect(socket.frames.filter(([, , , name]) => name === 'phx_close')).toEqual([]);
});

test('the same token again changes nothing', async () => {
  const socket = await fixture().socket();
  const token = tokenOf({ sub: AURORA.user });
  socket.join('realtime:jobs', '1', BOUND, token);
  await socket.system('realtime:jobs', 'ok');
  socket.send(['1', '2', 'realtime:jobs', 'access_token', { access_token: token }]);
  socket.send(['1', '3', 'realtime:jobs', 'phx_leave', {}]);
  await socket.reply('3');
  expect(socket.frames.filter(([, , , name]) => name === 'system')).toHaveLength(1);
});

test("a socket may be opened with a user's token as its key", async () => {
  const socket = await fixture().socket(tokenOf({ sub: AURORA.user }));
  socket.join('realtime:jobs', '1', BOUND);
  await socket.system('realtime:jobs', 'ok');
  await insert(1, AURORA.tenant);
  await socket.frame('an event', ([, , , name]) => name === 'postgres_changes');
});

test('no token is ever logged', () => {
  expect(fixture().lines.filter((line) => /eyJ|sb_/.test(line))).toEqual([]);
});
