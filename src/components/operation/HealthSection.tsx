import { CircleAlert, CircleCheck, CirclePause } from 'lucide-react';
import { operation as labels } from '../../lib/labels/operation.ts';
import type { Operation } from '../../lib/operation/operation.ts';
import { FactList } from '../settings/FactList.tsx';
import { Panel } from '../ui/Panel.tsx';

/** Beyond it something is wrong, unless the queue is paused. */
const SLOW_SECONDS = 300;
const OLD_TICK_SECONDS = 60;
/** Beyond them the server does not count. */
const COUNTED_DUE = 1000;
const COUNTED_WAITING = 100;

function isWell({ health, paused_at }: Operation): boolean {
  const { pokes } = health;
  return (
    health.expired_leases === 0 &&
    health.failed_parts.length === 0 &&
    pokes.refused + pokes.failed === 0 &&
    health.last_tick_age_seconds !== null &&
    health.last_tick_age_seconds <= OLD_TICK_SECONDS &&
    (paused_at !== null || (health.oldest_due_seconds ?? 0) <= SLOW_SECONDS)
  );
}

function Verdict({ data }: { data: Operation }) {
  const well = isWell(data);
  const isPaused = data.paused_at !== null;
  const Icon = !well ? CircleAlert : isPaused ? CirclePause : CircleCheck;
  return (
    <p className="flex items-center gap-2 text-sm font-medium">
      <Icon aria-hidden className={well ? 'size-4 shrink-0 text-accent' : 'size-4 shrink-0 text-danger'} />
      {!well ? labels.isWorse : isPaused ? labels.isPaused : labels.isWell}
    </p>
  );
}

/** Is the queue well, and the figures that say so. */
export function HealthSection({ data }: { data: Operation }) {
  const { health } = data;
  const { facts } = labels;
  const { pokes } = health;
  const ago = (seconds: number | null, otherwise: string) => (seconds === null ? otherwise : labels.ago(seconds));
  return (
    <Panel aria-labelledby="saude" className="space-y-4 p-5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="saude" className="font-semibold">
          {labels.healthTitle}
        </h2>
        <Verdict data={data} />
      </div>
      <FactList
        facts={[
          [facts.running, labels.of(health.running, health.slots)],
          [facts.due, labels.atLeast(health.due, COUNTED_DUE)],
          [facts.waiting, labels.atLeast(health.waiting, COUNTED_WAITING)],
          [facts.oldest, ago(health.oldest_due_seconds, labels.none)],
          [facts.lost, String(health.expired_leases)],
          [facts.tick, ago(health.last_tick_age_seconds, labels.never)],
          ...(health.failed_parts.length === 0 ? [] : [[facts.failedParts, health.failed_parts.join(', ')] as const]),
          [facts.pokes, labels.pokes(pokes.accepted, pokes.refused + pokes.failed)],
          ...(pokes.last === null
            ? []
            : [[facts.lastPoke, labels.poke(pokes.last.outcome, pokes.last.detail)] as const]),
        ]}
      />
    </Panel>
  );
}
