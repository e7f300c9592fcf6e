import { describe, expect, it } from 'vitest';
import { SETUP_STEPS, type SetupSummary, setupOf } from '../../../src/lib/integrations/setup.ts';
import { parseJobs } from '../../../src/lib/jobs/job.ts';
import { failedRow, jobRow, runningRow } from '../support/world.ts';

const ADDED = '2026-01-01T00:00:00Z';
const job = (row: Record<string, unknown>) => parseJobs([row])[0] ?? null;

function summary(changes: Partial<SetupSummary> = {}): SetupSummary {
  return {
    is_enabled: false,
    base_url: null,
    credentials_updated_at: null,
    test_result: null,
    created_at: ADDED,
    removed_at: null,
    last_run: null,
    provider: { default_base_url: 'https://api.exemplo.com.br' },
    job: null,
    ...changes,
  };
}
const nextOf = (changes: Partial<SetupSummary>) => setupOf(summary(changes))?.next ?? null;

describe('the next step of a new integration', () => {
  const withCredential = { credentials_updated_at: ADDED };
  const ran = { ...withCredential, is_enabled: true, last_run: '2026-01-02T00:00:00Z' };

  it.each<[string, Partial<SetupSummary>, string | null]>([
    ['nothing is there', {}, 'credential'],
    ['it is switched on without a credential', { is_enabled: true, test_result: 'ok' }, 'credential'],
    ['it has no address', { ...withCredential, provider: { default_base_url: null } }, 'credential'],
    ['it was not tested', { ...withCredential, is_enabled: true }, 'test'],
    ['the test failed', { ...withCredential, test_result: 'credentials_rejected' }, 'test'],
    ['it is switched off', { ...withCredential, test_result: 'ok' }, 'activation'],
    ['all but the run is done', { ...withCredential, test_result: 'ok', is_enabled: true }, 'run'],
    ['it ran', ran, null],
    ['it ran and is switched off on purpose', { ...ran, is_enabled: false }, null],
    ['it ran and the credential is gone', { ...ran, credentials_updated_at: null }, 'credential'],
    ['it ran only before it was removed and added again', { ...ran, last_run: '2025-12-01T00:00:00Z' }, 'test'],
    ['its first run failed', { ...withCredential, is_enabled: true, job: job(failedRow()) }, null],
    ['its first run succeeded', { ...withCredential, job: job(jobRow()) }, null],
    ['a run is under way', { job: job(runningRow()) }, null],
    ['it was removed', { removed_at: ADDED }, null],
  ])('%s', (_name, changes, next) => {
    expect(nextOf(changes)).toBe(next);
  });

  it('counts every step before the next as done, unless it was undone', () => {
    const setup = setupOf(summary({ credentials_updated_at: ADDED, test_result: 'ok' }));
    expect([...(setup?.done ?? [])]).toEqual(SETUP_STEPS.slice(0, 2));
    expect(setup?.testFailure).toBeNull();
    expect(setupOf(summary({ credentials_updated_at: ADDED, test_result: 'provider_timeout' }))?.testFailure).toBe(
      'provider_timeout',
    );
  });
});
