import { expect, test } from 'vitest';
import { createRealtime } from '../../../supabase/local/realtime/server.ts';
import { until } from '../../support/until.ts';
import { fixtureForFile, PUBLISHABLE_KEY, SECRET_KEY } from './support/fixture.ts';
import { AURORA } from './support/schema.ts';
import { tokenOf, verifyToken } from './support/tokens.ts';
import { Watcher } from './support/watcher.ts';

const fixture = fixtureForFile();
const insert = (id: number) => fixture().sql`insert into public.jobs (id, tenant_id) values (${id}, ${AURORA.tenant})`;
const slots = () =>
  fixture().sql<{ temporary: boolean; active: boolean }[]>`select temporary, active from pg_replication_slots`;

test('the log is read from a slot that lives no longer than its connection', async () => {
  await Watcher.start(fixture().client());
  expect([...(await slots())]).toEqual([{ temporary: true, active: true }]);
});

test('Postgres restarts: the socket stays, the channel is told twice, and changes flow again', async () => {
  const watcher = await Watcher.start(fixture().client(AURORA.user));
  await insert(1);
  await watcher.received(1);
  const started = performance.now();
  await fixture().stopPostgres();
  expect(performance.now() - started).toBeLessThan(3_000);
  expect(await watcher.heard('error')).toMatch(/^Lost the connection to the database/);
  await fixture().startPostgres();
  await watcher.heard('ok', 2);
  await insert(2);
  await watcher.received(2);
  expect(watcher.ids).toEqual([1, 2]);
  expect(watcher.states).toEqual(['SUBSCRIBED']);
}, 15_000);

test('a join while Postgres is away succeeds and is told later; one that wants to wait waits', async () => {
  const socket = await fixture().socket();
  const token = tokenOf({ sub: AURORA.user });
  const config = { postgres_changes: [{ event: '*', schema: 'public', table: 'jobs' }] };
  await fixture().stopPostgres();
  socket.join('realtime:now', '1', config, token);
  socket.join('realtime:late', '2', { ...config, postgres_changes_options: { wait: true, timeout: 50 } }, token);
  socket.join('realtime:wait', '3', { ...config, postgres_changes_options: { wait: true } }, token);
  expect((await socket.reply('1'))[4].status).toBe('ok');
  expect((await socket.reply('2'))[4]).toMatchObject({
    response: { reason: expect.stringContaining('PostgresChangesSubscribeTimeout: Timed out after 50ms') },
  });
  expect(socket.frames.some(([, ref]) => ref === '3')).toBe(false);
  await fixture().startPostgres();
  expect((await socket.reply('3'))[4].status).toBe('ok');
  await socket.system('realtime:now', 'ok');
}, 15_000);

test('a connection that is killed is replaced, and the channel is told to fetch again', async () => {
  const watcher = await Watcher.start(fixture().client(AURORA.user));
  await fixture().sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'realtime'`;
  await watcher.heard('error');
  await watcher.heard('ok', 2);
  await insert(1);
  await watcher.received(1);
  expect(await slots()).toHaveLength(1);
});

test('a table that is not published is refused; once published its changes come', async () => {
  const { sql } = fixture();
  const watcher = await Watcher.open(fixture().client(AURORA.user), { table: 'unpublished' });
  expect(await watcher.heard('error')).toMatch(/Please check Realtime is enabled.*table: unpublished/);
  await sql`insert into public.unpublished values (1)`;
  await sql`alter publication supabase_realtime add table public.unpublished`;
  await sql`insert into public.unpublished values (2)`;
  await watcher.received(1);
  await sql`alter publication supabase_realtime drop table public.unpublished`;
  await sql`insert into public.unpublished values (3)`;
  await sql`alter publication supabase_realtime add table public.unpublished`;
  await sql`insert into public.unpublished values (4)`;
  await watcher.received(2);
  await sql`alter publication supabase_realtime drop table public.unpublished`;
  expect(watcher.ids).toEqual([2, 4]);
});

test('a database without the publication, or none at all, is refused at the start with what is wrong', async () => {
  const options = { verifyToken, publishableKey: PUBLISHABLE_KEY, secretKey: SECRET_KEY, log: () => {} };
  await fixture().sql`create database bare`;
  const url = fixture().databaseUrl;
  await expect(createRealtime({ ...options, databaseUrl: url.replace(/postgres$/, 'bare') })).rejects.toThrow(
    "Read the write-ahead log: publication 'supabase_realtime' does not exist",
  );
  await expect(createRealtime({ ...options, databaseUrl: url.replace(/:\d+\//, ':1/') })).rejects.toThrow(
    /^Connect Realtime to the database: .*ECONNREFUSED/,
  );
});

test('closing ends the sockets, the slot and the connections, and may be repeated', async () => {
  const socket = await fixture().socket();
  await fixture().closeRealtime();
  await until('the socket to close', () => (socket.isOpen ? null : true));
  await until('the connections to end', async () => {
    const rows = await fixture().sql`select from pg_stat_activity where application_name = 'realtime'`;
    return rows.length === 0 ? true : null;
  });
  expect(await slots()).toHaveLength(0);
  await fixture().closeRealtime();
});
