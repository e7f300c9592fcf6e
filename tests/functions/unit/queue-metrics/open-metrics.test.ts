import { expect, test } from 'vitest';
import type { Health } from '../../../../supabase/functions/queue-metrics/health.ts';
import { metricFamilies } from '../../../../supabase/functions/queue-metrics/metrics.ts';
import { exposition } from '../../../../supabase/functions/queue-metrics/open-metrics.ts';

const idle: Health = {
  due: 0,
  waiting: 0,
  running: 0,
  slots: 64,
  oldest_due_seconds: null,
  providers: { acessorias: { due: 0, waiting: 0, running: 0, slots: 32, oldest_due_seconds: null } },
  expired_leases: 0,
  ended_jobs_last_hour: 0,
  ended_jobs_per_minute: 0,
  failed_jobs_last_hour: 0,
  failed_attempts_last_hour: 0,
  failed_parts: [],
  last_tick_age_seconds: null,
  pokes: { accepted: 0, refused: 0, failed: 0 },
};

test('metadata comes before the samples, a unit is named, and the end is marked', () => {
  const families = [{ name: 'queue_age_seconds', help: 'Age', unit: 'seconds' as const, samples: [{ value: 1.5 }] }];
  expect(exposition(families)).toBe(
    '# TYPE queue_age_seconds gauge\n# UNIT queue_age_seconds seconds\n# HELP queue_age_seconds Age\nqueue_age_seconds 1.5\n# EOF\n',
  );
});

test('whatever stands in a label or a text ends neither the value nor the line', () => {
  const text = exposition([{ name: 'a', help: 'x\ny', samples: [{ labels: { b: 'q"\\\n' }, value: 1 }] }]);
  expect(text).toBe('# TYPE a gauge\n# HELP a x\\ny\na{b="q\\"\\\\\\n"} 1\n# EOF\n');
});

test('an age that there is not yet has no sample, nothing due has waited 0 seconds', () => {
  const text = exposition(metricFamilies(idle));
  expect(text).not.toMatch(/^integration_queue_last_tick_age_seconds /m);
  expect(text).toMatch(/^integration_queue_oldest_due_seconds\{provider="acessorias"\} 0$/m);
});

test('no family comes twice, and no value is anything but a number', () => {
  const families = metricFamilies(idle);
  expect(new Set(families.map(({ name }) => name)).size).toBe(families.length);
  for (const { samples } of families) for (const { value } of samples) expect(Number.isFinite(value)).toBe(true);
});
