import type { Health } from './health.ts';
import type { MetricFamily, Sample } from './open-metrics.ts';

const PREFIX = 'integration_queue_';

/** Every figure of the health under a name. All are gauges: the health looks at the last hour, and counts nothing since a start. */
export function metricFamilies(health: Health): MetricFamily[] {
  const { pokes } = health;
  return [
    ...ofProviders(health),
    one('max_running', 'Most jobs that run at once, over all providers', health.slots),
    one('expired_leases', 'Running jobs whose worker is not heard of any more', health.expired_leases),
    one('ended_jobs_last_hour', 'Jobs that ended within the last hour, at most 10000', health.ended_jobs_last_hour),
    one('ended_jobs_per_minute', 'Throughput of the last hour', health.ended_jobs_per_minute),
    one('failed_jobs_last_hour', 'Jobs that ended in error within the last hour', health.failed_jobs_last_hour),
    one('failed_attempts_last_hour', 'Attempts that failed in the last hour', health.failed_attempts_last_hour),
    family('pokes_last_hour', 'Requests that woke workers within the last hour, by what became of them', [
      { labels: { outcome: 'accepted' }, value: pokes.accepted },
      { labels: { outcome: 'refused' }, value: pokes.refused },
      { labels: { outcome: 'failed' }, value: pokes.failed },
    ]),
    one(
      'failed_tick_parts',
      'Parts of the last tick that failed; the Postgres log names them',
      health.failed_parts.length,
    ),
    one(
      'last_tick_age_seconds',
      'Time since the last tick; no sample before the first one',
      health.last_tick_age_seconds,
    ),
  ];
}

function ofProviders({ providers }: Health): MetricFamily[] {
  const all = Object.entries(providers);
  const of = (figure: (load: Health['providers'][string]) => number): Sample[] =>
    all.map(([provider, load]) => ({ labels: { provider }, value: figure(load) }));
  return [
    family(
      'due_jobs',
      'Jobs that could begin now, at most 1000 of each provider',
      of(({ due }) => due),
    ),
    family(
      'waiting_jobs',
      'Jobs that wait for their time, at most 1000 of each provider',
      of(({ waiting }) => waiting),
    ),
    family(
      'running_jobs',
      'Jobs that run: slots in use',
      of(({ running }) => running),
    ),
    family(
      'slots',
      'Jobs of the provider that may run at once',
      of(({ slots }) => slots),
    ),
    family(
      'oldest_due_seconds',
      'How long the job that is due first has waited; 0 when none is due',
      of(({ oldest_due_seconds }) => oldest_due_seconds ?? 0),
    ),
  ];
}

function family(name: string, help: string, samples: Sample[]): MetricFamily {
  return { name: PREFIX + name, help, unit: name.endsWith('_seconds') ? 'seconds' : undefined, samples };
}

const one = (name: string, help: string, value: number | null) => family(name, help, value === null ? [] : [{ value }]);
