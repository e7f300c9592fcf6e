import { expect, test } from 'vitest';
import { fixtureForFile } from './support/fixture.ts';
import { AURORA } from './support/schema.ts';
import { Watcher } from './support/watcher.ts';

const fixture = fixtureForFile();
const tenant_id = AURORA.tenant;
const watch = (...args: Parameters<typeof Watcher.start> extends [unknown, ...infer Rest] ? Rest : never) =>
  Watcher.start(fixture().client(AURORA.user), ...args);

test('an insert arrives with its values as JSON, its commit time and no old row', async () => {
  const { sql } = fixture();
  const watcher = await watch();
  const before = Date.now();
  await sql`insert into public.jobs values (1, ${tenant_id}, 'running', 42, 12.50, 9007199254740991, 0.5, true,
    '{"a": [1]}', '{x,"y,z"}', '{{1,2},{3,4}}', '2026-11-23', '2026-11-23 12:46:22.446761+00', '2026-11-23 12:46:22', 'açúcar', 'hidden')`;
  const event = await watcher.received(1);
  expect(event).toMatchObject({ eventType: 'INSERT', schema: 'public', table: 'jobs', errors: null, old: {} });
  expect(event.new).toEqual({
    id: 1,
    tenant_id,
    status: 'running',
    progress: 42,
    amount: 12.5,
    big: 9007199254740991,
    ratio: 0.5,
    is_urgent: true,
    payload: { a: [1] },
    tags: ['x', 'y,z'],
    matrix: [
      [1, 2],
      [3, 4],
    ],
    due_on: '2026-11-23',
    starts_at: '2026-11-23T12:46:22.446761+00:00',
    local_time: '2026-11-23T12:46:22',
    label: 'açúcar',
  });
  expect(event.commit_timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(Math.abs(Date.parse(event.commit_timestamp) - before)).toBeLessThan(5_000);
});

test('an update carries the new row and the key of the old one', async () => {
  const { sql } = fixture();
  const watcher = await watch({ event: 'UPDATE' });
  await sql`insert into public.jobs (id, tenant_id) values (1, ${tenant_id})`;
  await sql`update public.jobs set progress = 7 where id = 1`;
  const event = await watcher.received(1);
  expect(event).toMatchObject({ eventType: 'UPDATE', new: { id: 1, progress: 7 }, old: { id: 1 } });
});

test('an update of the key carries the old key', async () => {
  const { sql } = fixture();
  const watcher = await watch({ event: 'UPDATE' });
  await sql`insert into public.jobs (id, tenant_id) values (1, ${tenant_id})`;
  await sql`update public.jobs set id = 2 where id = 1`;
  expect(await watcher.received(1)).toMatchObject({ new: { id: 2 }, old: { id: 1 } });
});

test('under replica identity full an update carries the whole old row, a delete behind policies only its key', async () => {
  const { sql } = fixture();
  const watcher = await watch();
  await sql`alter table public.jobs replica identity full`;
  try {
    await sql`insert into public.jobs (id, tenant_id, progress, secret) values (1, ${tenant_id}, 5, 'hidden')`;
    await sql`update public.jobs set progress = 6 where id = 1`;
    // The policies are asked about the row as it is now: it must not be gone yet.
    await watcher.received(2);
    await sql`delete from public.jobs where id = 1`;
    const deleted = await watcher.received(3);
    expect(watcher.events[1]?.old).toMatchObject({ id: 1, progress: 5, tenant_id });
    expect(watcher.events[1]?.old).not.toHaveProperty('secret');
    expect(deleted).toMatchObject({ eventType: 'DELETE', new: {} });
    expect(deleted.old).toEqual({ id: 1 });
  } finally {
    await sql`alter table public.jobs replica identity default`;
  }
});

test('a delete carries only the key', async () => {
  const { sql } = fixture();
  const watcher = await watch({ event: 'DELETE' });
  await sql`insert into public.jobs (id, tenant_id) values (1, ${tenant_id})`;
  await sql`delete from public.jobs where id = 1`;
  const event = await watcher.received(1);
  expect(event).toMatchObject({ eventType: 'DELETE', new: {} });
  expect(event.old).toEqual({ id: 1 });
});

test('a large value that did not change is left out of an update, as it is not in the log', async () => {
  const { sql } = fixture();
  const watcher = await watch({ event: 'UPDATE' });
  const noise = Array.from({ length: 4_000 }, (_, i) => `${i}${Math.random()}`).join('');
  await sql`insert into public.jobs (id, tenant_id, payload) values (1, ${tenant_id}, ${sql.json({ noise })})`;
  await sql`update public.jobs set progress = 1 where id = 1`;
  const event = await watcher.received(1);
  expect(event.new).toMatchObject({ id: 1, progress: 1 });
  expect(event.new).not.toHaveProperty('payload');
});

test('a row above one megabyte arrives without its large values and says so', async () => {
  const { sql } = fixture();
  const watcher = await watch();
  await sql`insert into public.jobs (id, tenant_id, payload) values (1, ${tenant_id}, jsonb_build_object('a', repeat('x', 1100000)))`;
  const event = await watcher.received(1);
  expect(event.errors).toEqual(['Error 413: Payload Too Large']);
  expect(event.new).toMatchObject({ id: 1, tenant_id });
  expect(event.new).not.toHaveProperty('payload');
});

test('only the kinds of events, tables and schemas that a binding names arrive', async () => {
  const { sql } = fixture();
  const client = fixture().client(AURORA.user);
  const all = await Watcher.start(client, { schema: '*', table: '*' });
  const schema = await Watcher.start(client, { table: '*' });
  const inserts = await Watcher.start(client, { event: 'INSERT' });
  const notes = await Watcher.start(client, { table: 'notes' });
  await sql`insert into public.jobs (id, tenant_id) values (1, ${tenant_id})`;
  await sql`update public.jobs set progress = 1 where id = 1`;
  await sql`insert into public.notes values ('k', 2, 'b')`;
  await sql`insert into public.jobs (id, tenant_id) values (2, ${tenant_id})`;
  const told = (watcher: Watcher) => watcher.events.map((event) => `${event.eventType} ${event.table}`);
  const everything = ['INSERT jobs', 'UPDATE jobs', 'INSERT notes', 'INSERT jobs'];
  await all.received(4);
  await schema.received(4);
  await inserts.received(2);
  expect(told(all)).toEqual(everything);
  expect(told(schema)).toEqual(everything);
  expect(told(inserts)).toEqual(['INSERT jobs', 'INSERT jobs']);
  expect(told(notes)).toEqual(['INSERT notes']);
});

test('a table with a composite key and a quoted name is followed', async () => {
  const { sql } = fixture();
  const watcher = await watch({ table: 'notes' });
  await sql`insert into public.notes values ('a"b', 2, 'text')`;
  await sql`delete from public.notes`;
  await watcher.received(2);
  expect(watcher.events[0]?.new).toEqual({ 'note key': 'a"b', part: 2, body: 'text' });
  expect(watcher.events[1]?.old).toEqual({ 'note key': 'a"b', part: 2 });
});

test('a table without a key shows nothing but the reason', async () => {
  const { sql } = fixture();
  const watcher = await watch({ table: 'keyless' });
  await sql`insert into public.keyless values ('text')`;
  const event = await watcher.received(1);
  expect(event).toMatchObject({ errors: ['Error 400: Bad Request, no primary key'], new: {}, old: {} });
});

test('a binding can ask for some columns; the key always comes along', async () => {
  const { sql } = fixture();
  const watcher = await watch({ select: ['status', 'progress'] });
  await sql`insert into public.jobs (id, tenant_id) values (1, ${tenant_id})`;
  expect((await watcher.received(1)).new).toEqual({ id: 1, status: 'pending', progress: 0 });
});

test('a column added while a channel listens is in the next event', async () => {
  const { sql } = fixture();
  const watcher = await watch();
  await sql`insert into public.jobs (id, tenant_id) values (1, ${tenant_id})`;
  await watcher.received(1);
  await sql`alter table public.jobs add column extra int default 3`;
  try {
    await sql`grant select (extra) on public.jobs to authenticated`;
    await sql`insert into public.jobs (id, tenant_id) values (2, ${tenant_id})`;
    expect((await watcher.received(2)).new).toMatchObject({ id: 2, extra: 3 });
  } finally {
    await sql`alter table public.jobs drop column extra`;
  }
});

test('1,000 updates and a big transaction arrive completely and in order', async () => {
  const { sql } = fixture();
  const [first, second] = [await watch(), await watch({ filter: 'progress=gt.-1' })];
  await sql`insert into public.jobs (id, tenant_id) values (1, ${tenant_id})`;
  await Promise.all(
    Array.from(
      { length: 1_000 },
      (_, i) => sql`update public.jobs set progress = ${i}, status = ${`s${i}`} where id = 1`,
    ),
  );
  await sql`insert into public.jobs (id, tenant_id) select n, ${tenant_id} from generate_series(2, 1001) as n`;
  await first.received(2_001);
  await second.received(2_001);
  const updates = first.events.filter((event) => event.eventType === 'UPDATE');
  expect(updates).toHaveLength(1_000);
  expect(new Set(updates.map((event) => (event.new as { status: string }).status)).size).toBe(1_000);
  expect(first.ids.slice(1_001)).toEqual(Array.from({ length: 1_000 }, (_, i) => i + 2));
  expect(second.events.map((event) => event.new)).toEqual(first.events.map((event) => event.new));
  const times = first.events.map((event) => event.commit_timestamp);
  expect(times).toEqual([...times].sort());
});
