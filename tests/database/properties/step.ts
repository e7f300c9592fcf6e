import { expect } from 'vitest';
import type { TestDatabase } from '../../support/database/database.ts';
import { required } from '../../support/database/fixtures.ts';
import type { Action } from './actions.ts';
import { act, type Held, pageOf, type World } from './actors.ts';
import { brokenInvariants } from './invariants.ts';
import { Model, WRITTEN } from './model.ts';
import { readNow, readState, type State } from './state.ts';

/** Nobody's claim: what a worker presents that never had one. */
const NOTHING: Held = {
  job_id: '00000000-0000-4000-8000-000000000000',
  lease_token: '00000000-0000-4000-8000-000000000000',
};

export interface Run {
  world: World;
  state: State;
  claims: Held[];
}

/** Runs an action on the database and on the model; throws when they differ or when an invariant is broken. */
export async function step(database: TestDatabase, run: Run, action: Action): Promise<void> {
  const held = 'hand' in action ? (run.claims.at(-1 - action.hand) ?? NOTHING) : NOTHING;
  const slot = 'slot' in action ? required(run.world.slots[action.slot]) : undefined;
  const inSlot = <T extends { tenant_id: string; provider_slug: string }>(rows: T[]) =>
    rows.findLast((row) => row.tenant_id === slot?.tenant.id && row.provider_slug === slot.provider);
  const activeIn = (state: State) => {
    const job = inSlot(state.jobs);
    return job && job.finished_at === null ? job : undefined;
  };

  if (action.kind === 'enqueue') {
    const refusal = !inSlot(run.state.integrations)?.is_enabled ? 'IQ002' : activeIn(run.state) ? '23505' : null;
    if (refusal) {
      const insert = database.sql.begin((sql) => act(sql, run.world, action, held));
      await expect(insert).rejects.toMatchObject({ code: refusal });
      return;
    }
  }

  const { now, answer, actual, broken } = await database.sql.begin(async (sql) => {
    const startedAt = await readNow(sql);
    const answered = await act(sql, run.world, action, held);
    await sql`reset role`;
    return { now: startedAt, answer: answered, actual: await readState(sql), broken: await brokenInvariants(sql) };
  });
  expect(broken).toEqual([]);

  const model = new Model(run.state, now);
  const mine = model.held(held.job_id, held.lease_token);
  const waitOf = () => (actual.jobs.find((job) => job.id === held.job_id)?.run_after ?? Number.NaN) - now;
  switch (action.kind) {
    case 'pass': {
      run.state = actual;
      return;
    }
    case 'enqueue': {
      const created = required(inSlot(actual.jobs));
      expect(created).toMatchObject({ status: 'pending', attempts: 0 });
      model.enqueue({ ...created });
      break;
    }
    case 'switch': {
      const integration = required(inSlot(model.state.integrations));
      Object.assign(integration, { is_enabled: !integration.is_enabled, version: WRITTEN });
      break;
    }
    case 'cancel': {
      const job = action.by === 'admin' ? activeIn(model.state) : undefined;
      if (job) model.cancel(job, Number(inSlot(actual.jobs)?.finished_at));
      expect(answer).toEqual({ canceled: job ? 1 : 0 });
      break;
    }
    case 'tick': {
      model.recover();
      model.prunePoints();
      expect(answer).toMatchObject({ running: model.state.jobs.filter((job) => job.lease?.token).length });
      break;
    }
    case 'claim': {
      const claimed = model.claim(String(answer?.lease_token));
      expect(answer?.job_id).toBe(claimed?.id);
      if (claimed && answer) {
        expect(run.claims.map((claim) => claim.lease_token)).not.toContain(answer.lease_token);
        expect(answer).toMatchObject({ attempt: claimed.attempts });
        run.claims.push({ job_id: claimed.id, lease_token: String(answer.lease_token) });
      }
      break;
    }
    default: {
      if (!mine) {
        expect(answer).toEqual(model.refusal(held.job_id));
        break;
      }
      if (action.kind === 'heartbeat') model.heartbeat(mine);
      else if (action.kind === 'finish') model.finish(mine);
      else if (action.kind === 'yield') model.yield(mine, waitOf());
      else if (action.kind === 'fail') model.fail(mine, action.how, action.after, waitOf());
      else {
        const written = model.storeCompanies(mine.job.tenant_id, pageOf(action));
        const processed = action.documents.length + action.problems;
        const counters = { ...written, processed, problems: action.problems };
        model.advance(mine, action.documents.length, counters, action.total);
      }
      const isOver = action.kind !== 'heartbeat' && action.kind !== 'advance';
      expect(answer).toMatchObject({ state: isOver ? 'finished' : 'held' });
    }
  }
  compare(run.state, model.state, actual);
  run.state = actual;
}

type Row = Record<string, unknown> & { version?: string };

/** `expected` says which rows were written: those must have a new version and its values, all others the old version. */
function compare(before: State, expected: State, actual: State): void {
  const keyOf = (row: Row) =>
    String(row.id ?? `${row.execution_id ?? row.tenant_id}/${row.attempt ?? row.document ?? row.provider_slug}`);
  for (const table of ['jobs', 'logs', 'integrations', 'companies', 'points'] as const) {
    const index = (rows: unknown[]) => new Map((rows as Row[]).map((row) => [keyOf(row), row]));
    const [old, wanted, found] = [index(before[table]), index(expected[table]), index(actual[table])];
    expect([...found.keys()].toSorted()).toEqual([...wanted.keys()].toSorted());
    for (const [key, row] of wanted) compareRow(old.get(key), row, required(found.get(key)));
  }
}

function compareRow(old: Row | undefined, wanted: Row, found: Row): void {
  const { lease: wantedLease, version: wantedVersion, ...values } = wanted;
  const { lease: foundLease, version: foundVersion, ...others } = found;
  expect(rounded(others)).toEqual(rounded(values));
  if (wantedVersion === WRITTEN) expect(foundVersion, 'the row must have been written').not.toBe(old?.version);
  else expect(foundVersion, 'the row must be untouched').toBe(wantedVersion);
  if (wantedLease && foundLease)
    compareRow((old?.lease ?? undefined) as Row | undefined, wantedLease as Row, foundLease as Row);
  else expect(foundLease ?? null).toEqual(wantedLease ?? null);
}

/** Times to the tenth of a millisecond: a double has no more digits for seconds since 1970 after an addition. */
const rounded = (row: Row) =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, typeof value === 'number' ? Math.round(value * 1e4) / 1e4 : value]),
  );
