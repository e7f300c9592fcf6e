import type { Claim, Lease, Queue } from '../../../../supabase/functions/_shared/queue/queue.ts';
import type { SliceOutcome } from '../../../../supabase/functions/_shared/queue/slice-contract.ts';
import type { WorkerDeps } from '../../../../supabase/functions/process-integration-job/worker.ts';

export const claimOf = (id: string, fields: Partial<Claim> = {}): Claim => ({
  job_id: id,
  tenant_id: 'tenant',
  provider_slug: 'acessorias',
  attempt: 1,
  max_attempts: 3,
  payload: {},
  lease_token: `token-${id}`,
  lease_seconds: 60,
  jobs_per_worker: 3,
  cursor: null,
  is_complete: false,
  function_name: 'sync-acessorias',
  is_enabled: true,
  recovered: { requeued: 0, failed: 0, stuck: 0 },
  ...fields,
});

const slice = (cursor: unknown, stoppedBy: 'end' | 'time' | 'work'): SliceOutcome => ({
  type: 'done',
  result: { cursor, processed: 1, total: null, counters: {}, step: '', stopped_by: stoppedBy },
});
export const atEnd = slice(null, 'end');
export const timeUp = slice({ page: 2 }, 'time');
export const enoughForOneRequest = slice({ page: 2 }, 'work');

/** Lets everything go on that waits for nothing but a turn. */
export const settle = async () => {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
};

/**
 * A queue in memory, jobs whose slices last until the test ends them, and what workers asked of both. `perWorker` is the setting,
 * `maxRunning` the limit that the claim keeps.
 */
export function busyQueue({ perWorker = 3, maxRunning = Number.POSITIVE_INFINITY } = {}) {
  const due: string[] = [];
  const held = new Map<string, Lease>();
  const slices = new Map<string, { end(outcome: SliceOutcome): void; signal: AbortSignal; cursor: unknown }>();
  const calls: string[] = [];
  const ends: string[] = [];
  const states = new Map<string, 'held' | 'canceled' | 'lost'>();
  let wakes = 0;
  let now = 0;
  const leave = (lease: Lease, ending: string) => {
    if (held.get(lease.jobId)?.token !== lease.token) throw new Error(`Nobody holds ${lease.jobId}`);
    held.delete(lease.jobId);
    ends.push(`${lease.jobId} ${ending}`);
  };
  const queue = {
    async claim(worker: string, limit: number) {
      calls.push(`claim ${limit}`);
      const claims = due.splice(0, Math.min(limit, maxRunning - held.size)).map((id) => {
        const token = `token-${worker}`;
        held.set(id, { jobId: id, token });
        return claimOf(id, { jobs_per_worker: perWorker, lease_token: token });
      });
      await Promise.resolve();
      return claims;
    },
    async heartbeats(leases: Lease[]) {
      calls.push(`heartbeat ${leases.map(({ jobId }) => jobId).join(' ')}`);
      return leases.map(({ jobId }) => states.get(jobId) ?? 'held');
    },
    async finish(leases: Lease[]) {
      calls.push(`finish ${leases.map(({ jobId }) => jobId).join(' ')}`);
      await Promise.resolve();
      return leases.map((lease) => {
        leave(lease, 'success');
        return { state: 'finished', status: 'success' };
      });
    },
    async fail(lease: Lease, error: { code: string }) {
      leave(lease, error.code);
      return { state: 'finished', status: 'pending' };
    },
    async yield(lease: Lease) {
      leave(lease, 'yielded');
      return { state: 'finished', status: 'pending' };
    },
  };
  const workers = { started: 0 };
  const deps = (): WorkerDeps => {
    workers.started += 1;
    return {
      queue: queue as unknown as Queue,
      runSlice: (claim, cursor, _deadlineMs, signal) =>
        new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
          slices.set(claim.job_id, { end: resolve, signal, cursor });
        }),
      wakeWorker: () => {
        wakes += 1;
      },
      log: () => {},
      budgetMs: 60_000,
      now: () => now,
      name: `worker-${workers.started}`,
    };
  };
  return {
    deps,
    calls,
    ends,
    states,
    workers,
    wakes: () => wakes,
    running: () => [...held.keys()],
    enqueue: (...ids: string[]) => due.push(...ids),
    due: () => due.length,
    slice: (id: string) => {
      const found = slices.get(id);
      if (!found) throw new Error(`No slice of ${id} was begun`);
      return found;
    },
    at: (ms: number) => {
      now = ms;
    },
  };
}
