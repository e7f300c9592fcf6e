import { expect, test } from 'vitest';
import { fixtureForFile } from './support/fixture.ts';
import { AURORA } from './support/schema.ts';
import { Watcher } from './support/watcher.ts';

const fixture = fixtureForFile();

/** Three rows, so that each filter below lets some through and holds some back. */
const ROWS = [
  {
    id: 1,
    status: 'pending',
    progress: 9,
    amount: '9.5',
    is_urgent: true,
    label: 'Aço (1,2)',
    due_on: '2026-01-09',
    payload: { a: 1 },
  },
  {
    id: 2,
    status: 'running',
    progress: 10,
    amount: '10.00',
    is_urgent: false,
    label: 'bolo',
    due_on: '2026-01-10',
    payload: { a: 2 },
  },
  {
    id: 3,
    status: 'error',
    progress: 100,
    amount: null,
    is_urgent: null,
    label: null,
    due_on: null,
    payload: { a: 1 },
  },
];

const CASES: [filter: string, ids: number[]][] = [
  [`tenant_id=eq.${AURORA.tenant}`, [1, 2, 3]],
  ['status=eq.running', [2]],
  ['status=neq.running', [1, 3]],
  ['progress=gt.9', [2, 3]],
  ['progress=gte.10', [2, 3]],
  ['progress=lt.10', [1]],
  ['progress=lte.10', [1, 2]],
  ['amount=eq.10', [2]],
  ['amount=lt.10', [1]],
  ['due_on=gte.2026-01-10', [2]],
  ['status=in.(pending,error)', [1, 3]],
  ['progress=in.(9,10)', [1, 2]],
  ['label=in.("Aço (1,2)",x)', [1]],
  ['label=eq."Aço (1,2)"', [1]],
  ['status=like.r%', [2]],
  ['status=like.R%', []],
  ['status=ilike.R%', [2]],
  ['status=match.^(p|e)', [1, 3]],
  ['status=imatch.^P', [1]],
  ['is_urgent=is.true', [1]],
  ['is_urgent=is.null', [3]],
  ['is_urgent=not.is.null', [1, 2]],
  ['is_urgent=eq.false', [2]],
  ['label=isdistinct.bolo', [1, 3]],
  ['label=not.isdistinct.bolo', [2]],
  ['label=not.eq.bolo', [1]],
  ['label=not.in.(bolo)', [1]],
  ['status=not.like.r%', [1, 3]],
  ['progress=gt.9,progress=lt.100', [2]],
  ['status=eq.running,progress=eq.9', []],
  ['payload=eq.{"a":1}', [1, 3]],
  ['', [1, 2, 3]],
];

test('each filter lets the rows through that Postgres says it should', async () => {
  const { sql } = fixture();
  const client = fixture().client(AURORA.user);
  const fence = await Watcher.start(client, { event: 'DELETE' });
  const watchers = await Promise.all(CASES.map(([filter]) => Watcher.start(client, { event: 'INSERT', filter })));
  for (const row of ROWS)
    await sql`insert into public.jobs ${sql({ tenant_id: AURORA.tenant, ...row, payload: sql.json(row.payload) })}`;
  await watchers.at(-1)?.received(3);
  await sql`delete from public.jobs`;
  // On the same socket and after all the inserts.
  await fence.received(1);
  const heard = CASES.map(([filter], i) => [filter, watchers[i]?.ids]);
  expect(heard).toEqual(CASES);
});

test('an update is judged by its new values', async () => {
  const { sql } = fixture();
  const client = fixture().client(AURORA.user);
  const running = await Watcher.start(client, { filter: 'status=eq.running', event: 'UPDATE' });
  await sql`insert into public.jobs (id, tenant_id) values (1, ${AURORA.tenant})`;
  for (const status of ['running', 'success', 'running'])
    await sql`update public.jobs set status = ${status} where id = 1`;
  await running.received(2);
  expect(running.events.map((event) => (event.new as { status: string }).status)).toEqual(['running', 'running']);
});

test('a delete passes a filter on the key, and no filter on a column that the log does not carry', async () => {
  const { sql } = fixture();
  const client = fixture().client(AURORA.user);
  const byKey = await Watcher.start(client, { filter: 'id=eq.1', event: 'DELETE' });
  const byStatus = await Watcher.start(client, { filter: 'status=eq.pending', event: 'DELETE' });
  const all = await Watcher.start(client, { event: 'DELETE' });
  await sql`insert into public.jobs (id, tenant_id) values (1, ${AURORA.tenant}), (2, ${AURORA.tenant})`;
  await sql`delete from public.jobs`;
  await all.received(2);
  expect(byKey.ids).toEqual([1]);
  expect(byStatus.ids).toEqual([]);
});

test.each([
  ['nothing=eq.1', /invalid column for filter nothing/],
  ['secret=eq.x', /invalid column for filter secret/],
  ['progress=eq.abc', /invalid input syntax for type integer/],
  ['progress=like.1%', /operator does not exist/],
  ['status=match.(', /invalid regular expression/],
  ['progress=is.true', /requires a boolean column/],
  ['status=is.foo', /must be null, true, false, or unknown/],
  ['status=foo.bar', /Error parsing `filter` params/],
  ['status=in.a', /parentheses/],
  [`progress=in.(${Array.from({ length: 101 }, (_, i) => i).join(',')})`, /Maximum 100/],
])('filter %j is answered with a system error', async (filter, reason) => {
  const watcher = await Watcher.open(fixture().client(AURORA.user), { filter });
  expect(await watcher.heard('error')).toMatch(reason);
  expect(watcher.system).toMatchObject([{ extension: 'postgres_changes' }]);
});

test('a column to select that nobody may read is answered with a system error', async () => {
  const watcher = await Watcher.open(fixture().client(AURORA.user), { select: ['secret'] });
  expect(await watcher.heard('error')).toMatch(/invalid column for select secret/);
});
