import { expect, test } from 'vitest';
import { fixtureForFile, SECRET_KEY } from './support/fixture.ts';
import { AURORA, BOREAL } from './support/schema.ts';
import { tokenOf } from './support/tokens.ts';
import { Watcher } from './support/watcher.ts';

const fixture = fixtureForFile();

/** Inserts one job for each tenant, in this order, with ids from 1. */
async function insert(...tenants: string[]): Promise<void> {
  const { sql } = fixture();
  for (const [i, tenant] of tenants.entries())
    await sql`insert into public.jobs (id, tenant_id) values (${i + 1}, ${tenant})`;
}

/** Deletes all jobs, of which everybody hears: what a watcher should not have heard would have come before. */
async function eventsUpToDelete(watcher: Watcher): Promise<string[]> {
  const rows = await fixture().sql`delete from public.jobs returning id`;
  await watcher.receivedEvents('DELETE', rows.length);
  return watcher.events.map((event) => event.eventType);
}

test('each tenant hears of its own rows only', async () => {
  const aurora = await Watcher.start(fixture().client(AURORA.user));
  const boreal = await Watcher.start(fixture().client(BOREAL.user));
  await insert(AURORA.tenant, BOREAL.tenant, AURORA.tenant, BOREAL.tenant);
  await aurora.received(2);
  await boreal.received(2);
  expect(aurora.ids).toEqual([1, 3]);
  expect(boreal.ids).toEqual([2, 4]);
});

test('a filter on another tenant does not open its rows', async () => {
  const client = fixture().client(BOREAL.user);
  const spy = await Watcher.start(client, { filter: `tenant_id=eq.${AURORA.tenant}` });
  const own = await Watcher.start(client);
  await insert(AURORA.tenant, BOREAL.tenant);
  await own.received(1);
  expect(spy.events).toEqual([]);
});

test('nobody in particular hears of no row, though the columns are granted', async () => {
  const anon = await Watcher.start(fixture().client());
  const admin = await Watcher.start(fixture().client(AURORA.user));
  await insert(AURORA.tenant, AURORA.tenant);
  await admin.received(2);
  expect(await eventsUpToDelete(anon)).toEqual(['DELETE', 'DELETE']);
});

test('a role without a grant learns that something changed, and nothing of the row', async () => {
  const { sql } = fixture();
  const anon = await Watcher.start(fixture().client(), { table: 'notes' });
  await sql`insert into public.notes values ('a', 1, 'private')`;
  await sql`delete from public.notes`;
  await anon.received(2);
  expect(anon.events[0]).toMatchObject({ new: {}, errors: ['Error 401: Unauthorized'] });
  expect(anon.events[1]).toMatchObject({ eventType: 'DELETE', old: {} });
});

test('the secret key hears of every row', async () => {
  const service = await Watcher.start(fixture().client(undefined, SECRET_KEY));
  await insert(AURORA.tenant, BOREAL.tenant);
  await service.received(2);
  expect(service.ids).toEqual([1, 2]);
});

test('a delete goes to everybody, with nothing but the key', async () => {
  const { sql } = fixture();
  const boreal = await Watcher.start(fixture().client(BOREAL.user));
  await insert(AURORA.tenant);
  await sql`delete from public.jobs`;
  expect(await boreal.received(1)).toMatchObject({ eventType: 'DELETE', old: { id: 1 } });
});

test('a row that moves to another tenant is told to the new one only', async () => {
  const { sql } = fixture();
  const aurora = await Watcher.start(fixture().client(AURORA.user), { event: 'UPDATE' });
  const boreal = await Watcher.start(fixture().client(BOREAL.user), { event: 'UPDATE' });
  await insert(AURORA.tenant, AURORA.tenant);
  await sql`update public.jobs set tenant_id = ${BOREAL.tenant} where id = 1`;
  await sql`update public.jobs set progress = 1 where id = 2`;
  await boreal.received(1);
  await aurora.received(1);
  expect(boreal.ids).toEqual([1]);
  expect(aurora.ids).toEqual([2]);
});

test('a grant that is taken away while a channel listens hides the column', async () => {
  const { sql } = fixture();
  const watcher = await Watcher.start(fixture().client(AURORA.user));
  await sql`revoke select (payload) on public.jobs from authenticated`;
  try {
    await insert(AURORA.tenant);
    expect((await watcher.received(1)).new).not.toHaveProperty('payload');
  } finally {
    await sql`grant select (payload) on public.jobs to authenticated`;
  }
});

test('a membership that ends while a channel listens ends what it hears', async () => {
  const { sql } = fixture();
  const member = await Watcher.start(fixture().client(AURORA.user));
  const service = await Watcher.start(fixture().client(undefined, SECRET_KEY));
  await sql`delete from private.members where user_id = ${AURORA.user}`;
  try {
    await insert(AURORA.tenant);
    await service.received(1);
    expect(await eventsUpToDelete(member)).toEqual(['DELETE']);
  } finally {
    await sql`insert into private.members values (${AURORA.tenant}, ${AURORA.user})`;
  }
});

test('policies that are switched on while a channel listens hold at once', async () => {
  const { sql } = fixture();
  const watcher = await Watcher.start(fixture().client(AURORA.user), { table: 'notes' });
  await sql`insert into public.notes values ('open', 1, '')`;
  await watcher.received(1);
  await sql`alter table public.notes enable row level security`;
  try {
    await sql`insert into public.notes values ('hidden', 1, '')`;
    await sql`create policy "All but hidden ones" on public.notes for select to authenticated using ("note key" <> 'hidden')`;
    await sql`insert into public.notes values ('hidden', 2, '')`;
    await sql`insert into public.notes values ('shown', 1, '')`;
    expect((await watcher.received(2)).new).toMatchObject({ 'note key': 'shown' });
  } finally {
    await sql`drop policy if exists "All but hidden ones" on public.notes`;
    await sql`alter table public.notes disable row level security`;
  }
});

test('a policy that fails for one holder shows that one an error and the others the row', async () => {
  const { sql } = fixture();
  const broken = await Watcher.start(fixture().clientWithToken(tokenOf({ level: 'none' })), { table: 'faulty' });
  const sound = await Watcher.start(fixture().clientWithToken(tokenOf({ level: 1 })), { table: 'faulty' });
  await sql`insert into public.faulty values (1)`;
  expect((await sound.received(1)).new).toEqual({ id: 1 });
  expect(await broken.received(1)).toMatchObject({ new: {}, errors: [expect.stringContaining('Error 500')] });
});

test('a token of an unknown role is told so', async () => {
  const stranger = await Watcher.open(fixture().clientWithToken(tokenOf({ role: 'nobody_at_all' })));
  expect(await stranger.heard('error')).toMatch(/nobody_at_all/);
});
