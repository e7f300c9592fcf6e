import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { JobError } from '../../../../supabase/functions/_shared/errors.ts';
import type { Claim, Lease, Queue } from '../../../../supabase/functions/_shared/queue/queue.ts';
import type { SliceOutcome } from '../../../../supabase/functions/_shared/queue/slice-contract.ts';
import { Worker } from '../../../../supabase/functions/process-integration-job/worker.ts';
import { claimOf as anyClaim } from '../support/busy-queue.ts';

const BUDGET_MS = 60_000;

const claimOf = (id: string, isComplete = false, requeued = 0): Claim =>
  anyClaim(id, { jobs_per_worker: 1, is_complete: isComplete, recovered: { requeued, failed: 0, stuck: 0 } });

/** A queue with one job; everything but claiming and the given methods would be a mistake. */
function oneJob(methods: Partial<Record<keyof Queue, () => Promise<unknown>>>, job = claimOf('job-0')) {
  let claims = 0;
  const queue = {
    claim: async () => {
      claims += 1;
      return claims === 1 ? [job] : [];
    },
    ...methods,
  };
  return { queue: queue as unknown as Queue, claims: () => claims };
}

/** A queue of jobs with so many pages each, a provider that takes `pageMs` for a page, and a clock that moves only with it. */
function scene(jobPages: number[], pageMs: number) {
  let now = 0;
  let wakes = 0;
  const ends: string[] = [];
  const waiting = jobPages.map((pages, job) => ({ job, pages }));
  const held = new Map<string, { job: number; pages: number }>();
  const jobOf = (id: string) => {
    const job = held.get(id);
    if (!job) throw new Error(`Nobody holds ${id}`);
    return job;
  };
  const queue = {
    claim: async (): Promise<Claim[]> => {
      const job = waiting.shift();
      if (!job) return [];
      const id = `job-${job.job}`;
      held.set(id, job);
      return [claimOf(id, job.pages === 0)];
    },
    heartbeats: async () => ['held'],
    finish: async (leases: Lease[]) =>
      leases.map(({ jobId }) => {
        ends.push(`${jobId} success`);
        return { state: 'finished', status: 'success' };
      }),
    fail: async ({ jobId }: { jobId: string }, error: JobError) => {
      ends.push(`${jobId} ${error.code}`);
      return { state: 'finished', status: 'pending' };
    },
    yield: async ({ jobId }: { jobId: string }) => {
      ends.push(`${jobId} yielded`);
      waiting.push(jobOf(jobId));
      return { state: 'finished', status: 'pending' };
    },
  };
  /** Pages as a sync function reads them: none is begun that should not end in time, one that does not is cut. */
  const runSlice = async (claim: Claim, _cursor: unknown, deadlineMs: number): Promise<SliceOutcome> => {
    const job = jobOf(claim.job_id);
    const startedAt = now;
    while (true) {
      now += Math.min(pageMs, deadlineMs);
      if (pageMs > deadlineMs) {
        return { type: 'failed', error: new JobError('temporary', 'provider_timeout', 'Sem resposta.') };
      }
      job.pages -= 1;
      const cursor = job.pages === 0 ? null : job.pages;
      if (cursor === null || now - startedAt + pageMs > deadlineMs) {
        return {
          type: 'done',
          result: {
            cursor,
            processed: 1,
            total: null,
            counters: {},
            step: '',
            stopped_by: cursor === null ? 'end' : 'time',
          },
        };
      }
    }
  };
  return {
    ends,
    wakes: () => wakes,
    left: () => waiting.length,
    /** A worker from its start to its end. */
    async work() {
      const worker = new Worker({
        queue: queue as unknown as Queue,
        runSlice,
        wakeWorker: () => {
          wakes += 1;
        },
        log: () => {},
        budgetMs: BUDGET_MS,
        now: () => now,
        name: 'test',
      });
      await worker.drain();
    },
  };
}

test.each([1_000, 3_000, 5_000, 10_000, 20_000, 29_000])(
  'pages of %i ms never end an attempt: the worker yields, and the next one goes on',
  async (pageMs) => {
    const { work, ends, left, wakes } = scene([200], pageMs);
    for (let worker = 0; worker < 300 && (worker === 0 || left() > 0); worker += 1) await work();
    expect(ends.at(-1)).toBe('job-0 success');
    expect(new Set(ends)).toEqual(new Set(['job-0 yielded', 'job-0 success']));
    expect(wakes()).toBeGreaterThanOrEqual(ends.length - 1);
  },
);

test('a job is not begun so late that the first page of a slow provider does not fit', async () => {
  const { work, ends, left, wakes } = scene([2, 2], 20_000);
  await work();
  expect(ends).toEqual(['job-0 success']);
  // One call for another worker when its only place was taken, one when it left the second job.
  expect([left(), wakes()]).toEqual([1, 2]);
  await work();
  expect(ends).toEqual(['job-0 success', 'job-1 success']);
});

test('quick jobs are done one after the other by one worker', async () => {
  const { work, ends } = scene([1, 2, 3], 100);
  await work();
  expect(ends).toEqual(['job-0 success', 'job-1 success', 'job-2 success']);
});

test('a job that is read already is finished without asking the provider', async () => {
  const { work, ends } = scene([0], 100);
  await work();
  expect(ends).toEqual(['job-0 success']);
});

test.for([0, 2])(
  'says how many jobs of lost workers its claim recovered, when there are any (%i)',
  async (requeued) => {
    const { queue } = oneJob(
      { finish: async () => [{ state: 'finished', status: 'success' }] },
      claimOf('job-0', true, requeued),
    );
    const recovered: unknown[] = [];
    const worker = new Worker({
      queue,
      runSlice: () => Promise.reject(new Error('nothing is left to read')),
      wakeWorker: () => {},
      log: (event, fields) => void (event === 'jobs_recovered' && recovered.push(fields)),
      budgetMs: BUDGET_MS,
      now: () => 0,
      name: 'test',
    });
    await worker.drain();
    expect(recovered).toEqual(requeued === 0 ? [] : [{ requeued, failed: 0, stuck: 0 }]);
  },
);

describe('a worker that hears nothing of the queue', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** A worker with one job whose slice goes on until it is stopped, and a heartbeat of its own. */
  function endless(heartbeats: () => Promise<string[]>) {
    const { queue, claims } = oneJob({ heartbeats });
    const events: string[] = [];
    const worker = new Worker({
      queue,
      runSlice: (_claim, _cursor, _deadlineMs, signal) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      wakeWorker: () => {},
      log: (event) => void events.push(event),
      budgetMs: BUDGET_MS * 10,
      now: () => performance.now(),
      name: 'test',
    });
    return { ended: worker.drain(), events, claims };
  }

  test('stops its slice by itself when a whole lease has passed, and claims again', async () => {
    let beats = 0;
    const { ended, events, claims } = endless(() => {
      beats += 1;
      return Promise.reject(new Error('no database'));
    });
    await vi.advanceTimersByTimeAsync(59_000);
    expect(events).not.toContain('lease_outlived');
    expect(beats).toBe(3);
    await vi.advanceTimersByTimeAsync(2_000);
    await ended;
    expect(events).toContain('lease_outlived');
    expect(events).toContain('job_abandoned');
    // A lease that it gave up must run out.
    expect(beats).toBe(3);
    expect(claims()).toBe(2);
  });

  test('does so too when its heartbeats are never answered', async () => {
    const { ended, events } = endless(() => new Promise(() => {}));
    await vi.advanceTimersByTimeAsync(61_000);
    await ended;
    expect(events).toContain('lease_outlived');
  });

  test('goes on when one heartbeat of three gets through', async () => {
    let beats = 0;
    const { events } = endless(async () => {
      beats += 1;
      if (beats % 3 !== 0) throw new Error('no database');
      return ['held'];
    });
    await vi.advanceTimersByTimeAsync(300_000);
    expect(beats).toBe(20);
    expect(events).not.toContain('lease_outlived');
  });
});
