import { expect, test } from 'vitest';
import { become, testDatabase } from '../../support/database/database.ts';
import { required } from '../../support/database/fixtures.ts';
import { type Action, SLOTS } from './actions.ts';
import { act, createWorld, type Held, type World } from './actors.ts';
import { brokenInvariants } from './invariants.ts';

/** Moves per actor; `PROPERTY_RUNS=200` makes a long run of it. `PROPERTY_SEED` chooses other moves. */
const MOVES = 40 * Math.max(1, Math.ceil(Number(process.env.PROPERTY_RUNS ?? 0) / 20));
const SEED = Number(process.env.PROPERTY_SEED ?? 20_261_123);

/** What the database may answer to a move that came too late; anything else is a bug, a deadlock (40P01) first of all. */
const REFUSALS = new Set(['23505', 'IQ002']);

const database = testDatabase();

/** Small seeded generator (mulberry32): numbers in [0, 1). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Actor {
  name: string;
  /** The next move; `claims` are all that anybody ever claimed, so that workers also present what was taken from them. */
  next(random: () => number): Action;
}

const pick = <T>(random: () => number, values: readonly T[]): T =>
  required(values[Math.floor(random() * values.length)]);
const hand = (random: () => number) => Math.floor(random() ** 2 * 6);

function work(random: () => number): Action {
  const kind = pick(random, [
    'claim',
    'claim',
    'advance',
    'advance',
    'advance',
    'heartbeat',
    'finish',
    'fail',
    'yield',
  ] as const);
  if (kind === 'claim') return { kind };
  const base = { hand: hand(random) };
  if (kind === 'advance') {
    const documents = Array.from({ length: 3 }, () => Math.floor(random() * 10));
    return { kind, documents, name: Math.floor(random() * 2), total: 9, problems: 1, ...base };
  }
  if (kind === 'fail') {
    return { kind, how: pick(random, ['permanent', 'temporary', 'rate_limit'] as const), after: 0, ...base };
  }
  return { kind, ...base };
}

function administer(random: () => number): Action {
  const slot = pick(random, SLOTS);
  const kind = pick(random, ['enqueue', 'enqueue', 'enqueue', 'cancel', 'switch'] as const);
  return kind === 'cancel' ? { kind, slot, by: 'admin' } : { kind, slot };
}

const ACTORS: Actor[] = [
  ...['worker 1', 'worker 2', 'worker 3', 'worker 4'].map((name) => ({ name, next: work })),
  { name: 'admin 1', next: administer },
  { name: 'admin 2', next: administer },
  { name: 'tick', next: () => ({ kind: 'tick' }) },
];

/** Leases end, waits end, schedules fall due: what time does. Time waits for nobody's lock, so rows that somebody holds stay as they are. */
async function hurry(world: World): Promise<void> {
  const { sql } = database;
  await sql`
    update private.job_leases set expires_at = now() - interval '1 second'
    where job_id in (select job_id from private.job_leases where token is not null and random() < 0.2 for update skip locked)`;
  await sql`
    update public.integration_jobs set run_after = now()
    where id in (select id from public.integration_jobs where status = 'pending' for update skip locked)`;
  for (const { tenant, provider } of world.slots) {
    await sql`
      update public.tenant_integrations set next_run_at = now()
      where id in (
        select id from public.tenant_integrations
        where tenant_id = ${tenant.id} and provider_slug = ${provider} and is_enabled and schedule_kind <> 'off'
        for no key update skip locked
      )`;
  }
}

test('actors on connections of their own break no rule and never deadlock', {
  timeout: 20_000 + MOVES * 500,
}, async () => {
  const { sql } = database;
  const world = await createWorld(database);
  await sql`update public.tenant_integrations set schedule_kind = 'hourly'`;
  const claims: Held[] = [];
  const surprises: string[] = [];
  let moves = 0;

  const play = async ({ name, next }: Actor, index: number) => {
    const random = generator(SEED + index);
    for (let move = 0; move < MOVES; move += 1) {
      const action = next(random);
      const held = 'hand' in action ? claims.at(-1 - action.hand) : undefined;
      if ('hand' in action && !held) continue;
      try {
        const answer = await sql.begin((own) => act(own, world, action, held ?? { job_id: '', lease_token: '' }));
        if (action.kind === 'claim' && answer) claims.push(answer as unknown as Held);
        moves += 1;
      } catch (error) {
        const { code, message } = error as { code?: string; message: string };
        if (!REFUSALS.has(code ?? '')) surprises.push(`${name} ${action.kind}: ${code} ${message}`);
      }
    }
  };
  let isOver = false;
  const clock = async () => {
    while (!isOver) await hurry(world);
  };
  const players = Promise.all(ACTORS.map(play)).finally(() => {
    isOver = true;
  });
  await Promise.all([players, clock()]);

  expect(surprises).toEqual([]);
  expect(await brokenInvariants(sql)).toEqual([]);
  expect(moves).toBeGreaterThan(MOVES * 3);
});

test('what the actors left behind can be drained to the end', async () => {
  const { sql } = database;
  await sql`update public.tenant_integrations set is_enabled = true, schedule_kind = 'off'`;
  await sql`update private.job_leases set expires_at = now() - interval '1 second' where token is not null`;
  await sql`update public.integration_jobs set run_after = now() where status = 'pending'`;
  const drain = async () => {
    for (;;) {
      const isDone = await sql.begin(async (own) => {
        await become(own, 'service_role');
        const [row] = await own<{ claim: Held | null }[]>`select public.claim_integration_job('drain') as claim`;
        const claim = required(row).claim;
        if (claim) await own`select public.finish_integration_job(${claim.job_id}, ${claim.lease_token})`;
        return claim === null;
      });
      if (isDone) return;
    }
  };
  await Promise.all([drain(), drain(), drain()]);
  const left = await sql`select id, status from public.integration_jobs where status in ('pending', 'running')`;
  expect([...left]).toEqual([]);
  expect(await sql`select 1 from private.job_leases`).toHaveLength(0);
  expect(await brokenInvariants(sql)).toEqual([]);
});
