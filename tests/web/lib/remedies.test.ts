import { describe, expect, it } from 'vitest';
import { problemOf } from '../../../src/lib/integrations/problem.ts';
import { toJob } from '../../../src/lib/jobs/job.ts';
import { remedyOf } from '../../../src/lib/jobs/remedies.ts';
import { JOB_ERROR_TEXTS } from '../../../src/lib/labels/errors.ts';
import { AURORA, failedRow, integration, jobRow, runningRow } from '../support/world.ts';

const source = (changes: object = {}) => ({
  ...integration('i', AURORA, 'acessorias'),
  job: toJob(failedRow()),
  ...changes,
});

describe('remedy of an error', () => {
  it('offers another run first only where nothing else can help', () => {
    const runs = Object.keys(JOB_ERROR_TEXTS).filter((code) => remedyOf(code).first === 'run');
    expect(runs).not.toContain('credentials_rejected');
    expect(Object.keys(JOB_ERROR_TEXTS).filter((code) => !remedyOf(code).runHelps)).toEqual([
      'credentials_missing',
      'credentials_rejected',
      'base_url_refused',
      'integration_disabled',
      'too_many_records',
    ]);
  });

  it('tries a code again that it does not know', () => {
    expect([remedyOf('brand_new'), remedyOf(null), remedyOf('constructor')].map(({ first }) => first)).toEqual([
      'run',
      'run',
      'run',
    ]);
  });
});

describe('problem of an integration', () => {
  it('is the last failure, since the first of the row', () => {
    const since = '2026-11-20T10:00:00Z';
    expect(problemOf(source({ failing_since: since, failures_in_row: 3 }))).toMatchObject({
      code: 'credentials_rejected',
      since,
      failures: 3,
      jobId: 'job-1',
    });
  });

  it('is none while a run is under way, after a success, and before any run', () => {
    expect(problemOf(source({ job: toJob(runningRow()), schedule_paused_at: '2026-11-20T10:00:00Z' }))).toBeNull();
    expect(problemOf(source({ job: toJob(jobRow()) }))).toBeNull();
    expect(problemOf(source({ job: null }))).toBeNull();
  });

  it('is remembered when the run itself is gone by retention', () => {
    const gone = { job: null, last_status: 'error', last_error: 'Sumiu', last_error_code: 'provider_timeout' };
    expect(problemOf(source({ ...gone, last_run: '2026-11-20T10:00:00Z' }))).toMatchObject({
      code: 'provider_timeout',
      message: 'Sumiu',
      since: '2026-11-20T10:00:00Z',
      jobId: null,
    });
  });

  it('warns of the pause only while there is a schedule that is not paused', () => {
    const near = { failures_in_row: 5, pause_at_failures: 10 };
    const pausesAt = (changes: object) => problemOf(source({ ...near, ...changes }))?.pausesAt;
    expect(pausesAt({ schedule_kind: 'daily' })).toBe(10);
    expect(pausesAt({ schedule_kind: 'off' })).toBeNull();
    expect(pausesAt({ schedule_kind: 'daily', schedule_paused_at: '2026-11-20T10:00:00Z' })).toBeNull();
  });

  it('is the pause alone when the last run was cancelled', () => {
    const paused = { schedule_paused_at: '2026-11-20T10:00:00Z', schedule_pause_code: 'credentials_rejected' };
    const job = toJob(jobRow({ status: 'canceled' }));
    expect(problemOf(source({ job, schedule_kind: 'daily', ...paused }))).toMatchObject({
      code: 'credentials_rejected',
      message: null,
      pausedAt: paused.schedule_paused_at,
    });
    expect(problemOf(source({ job }))).toBeNull();
  });
});
