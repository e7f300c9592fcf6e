// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { attemptNumber, timelineOf } from '../../../src/lib/executions/timeline.ts';
import { type Job, toJob } from '../../../src/lib/jobs/job.ts';
import { parseResult } from '../../../src/lib/jobs/job-result.ts';
import { ACTIVE_STATUSES, isActive, isFinal, JOB_STATUSES } from '../../../src/lib/jobs/job-status.ts';
import { phaseOf, viewOf } from '../../../src/lib/jobs/job-view.ts';
import { clampPercent, estimateSeconds, progressOf } from '../../../src/lib/jobs/progress.ts';
import { resultLine } from '../../../src/lib/jobs/result-line.ts';
import { activeJobsOf, JobStore, latestJobOf, mergeJob, overlay } from '../../../src/lib/live/job-store.ts';
import { transitionText } from '../../../src/lib/live/transitions.ts';
import { AURORA, ago, BOREAL, failedRow, jobRow, runningRow } from '../support/world.ts';

function job(row: Record<string, unknown>): Job {
  const parsed = toJob(row);
  if (parsed === null) throw new Error('Cannot build the job: the row is none');
  return parsed;
}

const running = (changes: Record<string, unknown> = {}) => job(runningRow(changes));
const T1 = '2026-11-23T12:00:00.000001+00:00';
const T2 = '2026-11-23T12:00:00.000002+00:00';

describe('toJob', () => {
  it.each([null, 'text', {}, { ...jobRow(), status: 'paused' }, { ...jobRow(), updated_at: null }])(
    'refuses what is no job: %j',
    (row) => expect(toJob(row)).toBeNull(),
  );

  it('takes a row without the columns that Realtime may leave out', () => {
    const { result: _result, step: _step, ...row } = jobRow();
    expect(toJob(row)?.result).toBeNull();
  });
});

describe('statuses', () => {
  it('are active or final, never both', () => {
    for (const status of JOB_STATUSES) expect(isActive(status)).toBe(!isFinal(status));
    expect(ACTIVE_STATUSES).toEqual(['pending', 'running']);
  });
});

describe('mergeJob', () => {
  it('takes a version that is newer by a microsecond', () => {
    const newer = running({ updated_at: T2, processed_count: 100 });
    expect(mergeJob(running({ updated_at: T1 }), newer)).toBe(newer);
  });

  it('drops an older version and an equal one', () => {
    const known = running({ updated_at: T2 });
    expect(mergeJob(known, running({ updated_at: T1, progress: 90 }))).toBe(known);
    expect(mergeJob(known, running({ updated_at: T2, progress: 90 }))).toBe(known);
  });

  it('never lowers the bar within an attempt', () => {
    const merged = mergeJob(running({ updated_at: T1, progress: 42 }), running({ updated_at: T2, progress: 30 }));
    expect(merged.progress).toBe(42);
    expect(merged.updated_at).toBe(T2);
  });

  it('lets a new attempt start over', () => {
    const next = running({ updated_at: T2, progress: 0, attempts: 2 });
    expect(mergeJob(running({ updated_at: T1, progress: 42, attempts: 1 }), next).progress).toBe(0);
  });

  it('keeps the bar when a slice gives its attempt back', () => {
    const yielded = running({ updated_at: T2, status: 'pending', progress: 40, attempts: 0 });
    expect(mergeJob(running({ updated_at: T1, progress: 42 }), yielded).progress).toBe(42);
  });
});

describe('JobStore', () => {
  it('gives the same snapshot while nothing changes and a new one afterwards', () => {
    const store = new JobStore();
    store.accept([running({ updated_at: T1 })]);
    const before = store.snapshot();
    store.accept([running({ updated_at: T1 })]);
    expect(store.snapshot()).toBe(before);
    store.accept([running({ updated_at: T2 })]);
    expect(store.snapshot()).not.toBe(before);
  });

  it('reports transitions with what was known before, and only accepted ones', () => {
    const store = new JobStore();
    const seen: string[] = [];
    store.onTransition(({ before, after }) => seen.push(`${before?.status ?? 'new'} -> ${after.status}`));
    store.accept([running({ updated_at: T1 })]);
    store.accept([job(jobRow({ updated_at: T2 }))]);
    store.accept([running({ updated_at: T1 })]);
    expect(seen).toEqual(['new -> running', 'running -> success']);
  });

  it('names the active jobs that a later fetch should have had', () => {
    const store = new JobStore();
    store.accept([running({ id: 'old' })], 1000);
    store.accept([running({ id: 'fresh' })], 2000);
    store.accept([running({ id: 'foreign', tenant_id: BOREAL })], 1000);
    expect(store.activeSeenBefore([AURORA], 2000)).toEqual(['old']);
  });

  it('forgets the oldest ended jobs beyond 500, never an active one', () => {
    const store = new JobStore();
    const ended = Array.from({ length: 501 }, (_, index) =>
      job(jobRow({ id: `job-${index}`, updated_at: ago(-index) })),
    );
    store.accept([running({ id: 'active', updated_at: ago(9999) }), ...ended]);
    expect(store.snapshot().size).toBe(501);
    expect(store.snapshot().has('job-0')).toBe(false);
    expect(store.snapshot().has('active')).toBe(true);
  });

  it('answers with active jobs by age and with the newest job of an integration', () => {
    const store = new JobStore();
    store.accept([
      running({ id: 'b', provider_slug: 'onecode', created_at: ago(5) }),
      running({ id: 'a', created_at: ago(10) }),
      job(jobRow({ id: 'c', created_at: ago(99) })),
    ]);
    expect(activeJobsOf(store.snapshot(), [AURORA]).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(latestJobOf(store.snapshot(), AURORA, 'acessorias')?.id).toBe('a');
    expect(latestJobOf(store.snapshot(), BOREAL, 'acessorias')).toBeNull();
  });

  it('lays the newest versions over a list and keeps its order', () => {
    const store = new JobStore();
    store.accept([job(jobRow({ id: 'x', updated_at: T2 }))]);
    const list = [running({ id: 'y', updated_at: T1 }), running({ id: 'x', updated_at: T1 })];
    expect(overlay(list, store.snapshot()).map(({ status }) => status)).toEqual(['running', 'success']);
  });
});

describe('phase and view', () => {
  const now = Date.now();
  const waiting = { status: 'pending', attempts: 1, error_code: 'provider_timeout', error_message: 'Sem resposta.' };

  it('tells a job that waits for its next attempt from one that waits for a worker', () => {
    expect(phaseOf(running({ ...waiting, run_after: ago(-90) }), now)).toBe('waiting');
    expect(phaseOf(running({ ...waiting, run_after: ago(1) }), now)).toBe('pending');
    expect(phaseOf(running({ status: 'pending' }), now)).toBe('pending');
  });

  it('says when it goes on and why it waits', () => {
    const view = viewOf(running({ ...waiting, run_after: ago(-90) }), now);
    expect(view.cardLabel).toBe('Nova tentativa em 2 min');
    expect(view.detail).toBe('Sem resposta.');
  });

  it('shows the labels that the specification fixes', () => {
    expect(viewOf(running(), now).cardLabel).toBe('Processando...');
    expect(viewOf(running({ status: 'pending' }), now).cardLabel).toBe('Processando...');
    expect(viewOf(job(failedRow()), now).cardLabel).toBe('Falha');
    expect(viewOf(job(jobRow()), now).cardLabel).toBe('Concluído');
  });
});

describe('progress', () => {
  it.each([
    [-5, 0],
    [0, 0],
    [42.9, 42],
    [100, 100],
    [250, 100],
    [Number.NaN, null],
    [Number.POSITIVE_INFINITY, null],
    [null, null],
  ])('clamps %s to %s', (value, expected) => expect(clampPercent(value)).toBe(expected));

  it('has no percentage without a total, and says what it knows', () => {
    const view = (changes: Record<string, unknown>) => progressOf(running(changes));
    expect(view({ total_count: null })).toMatchObject({ value: null, percent: null, valueText: '84 registros' });
    expect(view({ total_count: 0, processed_count: 0 }).counts).toBe('Lendo os primeiros registros');
    expect(view({ total_count: null, processed_count: 0, started_at: null }).counts).toBe('Aguardando início');
    for (const status of ['error', 'canceled'] as const) {
      expect(view({ status, total_count: null, processed_count: 0 }).counts).toBe('Nenhum registro lido');
    }
  });

  it('is full for a success, even one without records', () => {
    const empty = progressOf(job(jobRow({ processed_count: 0, total_count: 0 })));
    expect(empty).toMatchObject({ value: 100, counts: 'nenhum registro' });
  });

  it('estimates only after 10 % and 5 s of movement', () => {
    const first = { percent: 20, at: 0 };
    expect(estimateSeconds(first, { percent: 60, at: 10_000 })).toBe(10);
    expect(estimateSeconds(first, { percent: 60, at: 4_999 })).toBeNull();
    expect(estimateSeconds(first, { percent: 20, at: 60_000 })).toBeNull();
    expect(estimateSeconds({ percent: 0, at: 0 }, { percent: 9, at: 60_000 })).toBeNull();
  });
});

describe('timeline', () => {
  const log = (attempt: number, status: string) => ({
    id: `log-${attempt}`,
    job_id: 'job-1',
    attempt,
    status,
    total_processados: 0,
    execution_time_ms: null,
    error_code: null,
    error_message: null,
    removed: null,
    worker: null,
    claimed_at: null,
    created_at: ago(10),
  });

  it('starts with what happens now and ends with the queue', () => {
    const entries = timelineOf(running({ attempts: 2 }), [log(1, 'error')], Date.now());
    expect(entries.map(({ title }) => title)).toEqual([
      'Tentativa 2 de 3 em andamento',
      'Tentativa 1: falha',
      'Entrou na fila',
    ]);
    expect(entries[0]?.isCurrent).toBe(true);
  });

  it('has no present for an ended job, and sorts attempts whatever their order', () => {
    const entries = timelineOf(job(jobRow()), [log(1, 'error'), log(2, 'success')], Date.now());
    expect(entries.map(({ title }) => title)).toEqual([
      'Tentativa 2: concluída',
      'Tentativa 1: falha',
      'Entrou na fila',
    ]);
  });

  it('counts the attempt that is made or about to be made, within the limit', () => {
    expect(attemptNumber({ status: 'pending', attempts: 0, max_attempts: 3 })).toBe(1);
    expect(attemptNumber({ status: 'pending', attempts: 3, max_attempts: 3 })).toBe(3);
    expect(attemptNumber({ status: 'running', attempts: 2, max_attempts: 3 })).toBe(2);
    expect(attemptNumber({ status: 'canceled', attempts: 0, max_attempts: 3 })).toBe(1);
  });
});

describe('announcements', () => {
  const now = Date.now();
  const said = (before: Job | null, after: Job) => transitionText('Acessórias', { before, after }, now);
  const queued = running({ status: 'pending', started_at: null });

  it('are made of transitions, not of progress or of what was there before', () => {
    expect(said(null, running())).toBeNull();
    expect(said(running(), running({ progress: 90 }))).toBeNull();
    expect(said(queued, running())).toBe('Acessórias: execução iniciada');
    expect(said(running(), job(jobRow()))).toBe('Acessórias: sincronização concluída');
    expect(said(running(), job(failedRow()))).toBe('Acessórias: a execução falhou. Credencial recusada pelo provedor');
    expect(said(running(), running({ status: 'canceled' }))).toBe('Acessórias: execução cancelada');
  });

  it('do not tell of the slices of a long run', () => {
    const between = running({ status: 'pending' });
    expect(said(running(), between)).toBeNull();
    expect(said(between, running())).toBeNull();
  });

  it('tell when a failed attempt is made again', () => {
    const runAfter = new Date(now + 30_000).toISOString();
    const waiting = running({ status: 'pending', error_code: 'provider_timeout', run_after: runAfter });
    expect(said(running(), waiting)).toBe('Acessórias: nova tentativa em 30 s');
  });
});

describe('parseResult', () => {
  it('takes the counters that people know and the warning of a mass removal', () => {
    const warning = { code: 'mass_removal', missing: 120, stored: 500, limit: 0.2 };
    const result = parseResult({ created: 1, secret: 5, processed: 2, warnings: [{ code: 'other' }, 'x', warning] });
    expect([...result.counters]).toEqual([
      ['processed', 2],
      ['created', 1],
    ]);
    expect(result.massRemoval).toEqual({ missing: 120, stored: 500, limit: 0.2 });
  });

  it.each([null, [], 'text', 3, { warnings: [{ code: 'mass_removal', missing: 'x' }] }])('is empty for %j', (value) =>
    expect(parseResult(value)).toEqual({ counters: new Map(), massRemoval: null, hasNoCompanies: false }),
  );
});

describe('the line of a result', () => {
  it('names what was read and what happened, and nothing that did not', () => {
    const result = { created: 1, updated: 0, removed: 3, problems: 2, unchanged: 492 };
    expect(resultLine(job(jobRow({ result })))).toBe(
      '498 registros em 8,4 s · 1 criado · 3 removidos · 2 com problema',
    );
    expect(resultLine(job(jobRow({ execution_time_ms: null, processed_count: 0 })))).toBe('Nenhum registro');
  });
});
