import fc from 'fast-check';

/** Which of the claims made so far a worker presents: 0 the newest, 1 the one before, … Older ones are mostly stale: zombies. */
type Hand = { hand: number };

/** Two tenants with two providers each. */
export const SLOTS = [0, 1, 2, 3] as const;

export type Action =
  | { kind: 'enqueue'; slot: number }
  | { kind: 'cancel'; slot: number; by: 'admin' | 'auditor' | 'stranger' }
  | { kind: 'switch'; slot: number }
  | { kind: 'claim' }
  | ({ kind: 'heartbeat' } & Hand)
  | ({ kind: 'advance'; documents: number[]; name: number; total: number | null; problems: number } & Hand)
  | ({ kind: 'finish' } & Hand)
  | ({ kind: 'fail'; how: 'permanent' | 'temporary' | 'rate_limit'; after: number | null } & Hand)
  | ({ kind: 'yield' } & Hand)
  | { kind: 'tick' }
  | { kind: 'pass'; seconds: number };

const slot = fc.constantFrom(...SLOTS);
const hand = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.constant(1) },
  { weight: 2, arbitrary: fc.nat({ max: 6 }) },
);

const claim = fc.record({ kind: fc.constant('claim' as const) });
const enqueue = fc.record({ kind: fc.constant('enqueue' as const), slot });
const tick = fc.record({ kind: fc.constant('tick' as const) });
const pass = fc.record({ kind: fc.constant('pass' as const), seconds: fc.constantFrom(2, 45, 61, 130, 700, 90_000) });
const cancel = fc.record({
  kind: fc.constant('cancel' as const),
  slot,
  by: fc.constantFrom('admin' as const, 'admin' as const, 'auditor' as const, 'stranger' as const),
});

const advance = (by: fc.Arbitrary<number>) =>
  fc.record({
    kind: fc.constant('advance' as const),
    documents: fc.array(fc.nat({ max: 9 }), { maxLength: 4 }),
    name: fc.nat({ max: 1 }),
    total: fc.option(fc.nat({ max: 12 }), { freq: 2 }),
    problems: fc.nat({ max: 1 }),
    hand: by,
  });

/** How a worker lets go of its job. */
const release = (by: fc.Arbitrary<number>) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('finish' as const), hand: by }) },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('fail' as const),
        how: fc.constantFrom('permanent' as const, 'temporary' as const, 'temporary' as const, 'rate_limit' as const),
        after: fc.constantFrom(null, null, 0, 90, 5_000, 200_000),
        hand: by,
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('yield' as const), hand: by }) },
  );

/** One move of one actor, at any time. */
const move: fc.Arbitrary<Action> = fc.oneof(
  { weight: 2, arbitrary: enqueue },
  { weight: 2, arbitrary: claim },
  { weight: 3, arbitrary: advance(hand) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('heartbeat' as const), hand }) },
  { weight: 3, arbitrary: release(hand) },
  { weight: 3, arbitrary: cancel },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('switch' as const), slot }) },
  { weight: 2, arbitrary: tick },
  { weight: 3, arbitrary: pass },
);

/** The usual course of a claim: some pages, then an end, or a death of which only time tells. */
const session: fc.Arbitrary<Action[]> = fc
  .tuple(
    fc.option(enqueue),
    claim,
    fc.array(advance(fc.constant(0)), { maxLength: 3 }),
    fc.oneof(
      { weight: 5, arbitrary: release(fc.constant(0)) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('pass' as const), seconds: fc.constant(61) }) },
      { weight: 1, arbitrary: cancel },
    ),
    fc.option(pass),
  )
  .map(([first, start, pages, end, last]) => [
    ...(first ? [first] : []),
    start,
    ...pages,
    end,
    ...(last ? [last] : []),
  ]);

/** Sessions with all kinds of moves between them: deep enough for third attempts, wild enough for zombies. */
export const actions: fc.Arbitrary<Action[]> = fc
  .array(fc.oneof({ weight: 3, arbitrary: session }, { weight: 4, arbitrary: move.map((one) => [one]) }), {
    minLength: 1,
    maxLength: 22,
    size: 'max',
  })
  .map((parts) => parts.flat());
