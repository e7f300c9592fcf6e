import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { actions } from './actions.ts';
import { createWorld, emptyQueue } from './actors.ts';
import { readState } from './state.ts';
import { step } from './step.ts';

/**
 * Random moves of workers, zombies, admins, auditors, strangers, the tick and the clock, each checked against a model in memory
 * and against the invariants. `PROPERTY_RUNS=2000` runs as many sequences with a new seed; `PROPERTY_SEED` repeats one.
 * A failure prints the shortest sequence that fast-check could find.
 */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 25);
const SEED = process.env.PROPERTY_SEED ?? (process.env.PROPERTY_RUNS ? undefined : '20261123');

const database = testDatabase();

test('no sequence of moves breaks the rules of the queue', { timeout: 30_000 + RUNS * 2_000 }, async () => {
  const world = await createWorld(database);
  let moves = 0;
  await fc.assert(
    fc.asyncProperty(actions, async (sequence) => {
      await emptyQueue(database);
      const run = { world, state: await readState(database.sql), claims: [] };
      for (const next of sequence) await step(database, run, next);
      moves += sequence.length;
    }),
    { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: Number(SEED) }), endOnFailure: false },
  );
  expect(moves).toBeGreaterThan(RUNS * 10);
});
