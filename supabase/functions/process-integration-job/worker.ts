import { JobError } from '../_shared/errors.ts';
import { describeError, type Log } from '../_shared/platform/log.ts';
import type { Claim, Lease, Queue } from '../_shared/queue/queue.ts';
import { functionUnreachable, type SliceOutcome } from '../_shared/queue/slice-contract.ts';

export interface WorkerDeps {
  queue: Queue;
  /** Calls `sync-<provider>` for one slice; rejects when the function cannot be reached. */
  runSlice(claim: Claim, cursor: unknown, deadlineMs: number, signal: AbortSignal): Promise<SliceOutcome>;
  /** Wakes the next worker. */
  wakeWorker(): void;
  log: Log;
  /** How long this worker may work, in ms. */
  budgetMs: number;
  now(): number;
  /** Name for people and logs. */
  name: string;
}

/** Jobs are begun in this first part of the budget only: the first page of a slow provider has to fit into the rest. */
const CLAIMING_SHARE = 0.5;
/** A slice is never shorter than this. */
const MIN_SLICE_MS = 2_000;
/** A slice ends this much before the budget, so that there is time to yield. */
const YIELD_MARGIN_MS = 1_000;

/**
 * Drains the queue for one budget: claims, works, claims again. A worker never runs into the platform's wall clock:
 * it yields before its budget ends, and the next worker goes on from the cursor.
 */
export class Worker {
  readonly #deps: WorkerDeps;
  readonly #deadline: number;
  /** The job at hand; `release` gives it back when the platform ends this worker. */
  #current: { lease: Lease; abort: AbortController } | null = null;
  #isStopping = false;

  constructor(deps: WorkerDeps) {
    this.#deps = deps;
    this.#deadline = deps.now() + deps.budgetMs;
  }

  /** Works until nothing is due or the budget is used up. Never rejects: what goes wrong is logged, the lease covers the rest. */
  async drain(): Promise<void> {
    const { queue, log, name, wakeWorker } = this.#deps;
    try {
      while (!this.#isStopping) {
        if (this.#remaining() < this.#deps.budgetMs * (1 - CLAIMING_SHARE)) {
          wakeWorker();
          return;
        }
        const claim = await queue.claim(name);
        if (!claim) return;
        if (Object.values(claim.recovered).some((jobs) => jobs > 0)) log('jobs_recovered', claim.recovered);
        log('job_claimed', { job_id: claim.job_id, attempt: claim.attempt, provider: claim.provider_slug });
        await this.#work(claim);
      }
    } catch (error) {
      log('worker_failed', { error: describeError(error) });
    }
  }

  /** The platform is about to end this worker (`beforeunload`): give the job back instead of letting the lease run out. */
  release(): void {
    this.#isStopping = true;
    const current = this.#current;
    if (!current) return;
    current.abort.abort();
    this.#deps.queue.yield(current.lease).then(
      (released) => this.#deps.log('job_released', { job_id: current.lease.jobId, state: released.state }),
      (error: unknown) =>
        this.#deps.log('release_failed', { job_id: current.lease.jobId, error: describeError(error) }),
    );
    this.#deps.wakeWorker();
  }

  #remaining(): number {
    return this.#deadline - this.#deps.now();
  }

  async #work(claim: Claim): Promise<void> {
    const startedAt = this.#deps.now();
    const lease: Lease = { jobId: claim.job_id, token: claim.lease_token };
    const abort = new AbortController();
    this.#current = { lease, abort };
    const stopHeartbeat = this.#startHeartbeat(lease, claim.lease_seconds, abort);
    try {
      const ended = await this.#runJob(claim, lease, abort.signal);
      this.#deps.log(`job_${ended}`, {
        job_id: claim.job_id,
        attempt: claim.attempt,
        duration_ms: Math.round(this.#deps.now() - startedAt),
      });
    } finally {
      stopHeartbeat();
      this.#current = null;
    }
  }

  /** One slice, as long as the budget allows, and what its end means for the job. Returns how it ended, for the log. */
  async #runJob(claim: Claim, lease: Lease, signal: AbortSignal): Promise<string> {
    const { queue, wakeWorker } = this.#deps;
    if (!claim.is_enabled) {
      const disabled = new JobError(
        'permanent',
        'integration_disabled',
        'A integração está desativada. Ative-a na aba Configuração e execute novamente.',
      );
      return this.#settled(await queue.fail(lease, disabled));
    }
    // From a null cursor everything would be read once more.
    if (claim.is_complete) return this.#settled(await queue.finish(lease));
    const outcome = await this.#slice(claim, signal);
    if (signal.aborted) return 'abandoned';
    if (outcome.type === 'gone') return outcome.state;
    if (outcome.type === 'failed') {
      this.#deps.log('attempt_failed', {
        job_id: claim.job_id,
        attempt: claim.attempt,
        kind: outcome.error.kind,
        code: outcome.error.code,
      });
      return this.#settled(await queue.fail(lease, outcome.error));
    }
    if (outcome.result.cursor === null) return this.#settled(await queue.finish(lease));
    // The slice stopped because its time was up. In what is left another one would begin a page that cannot end, and that
    // would count as the provider's failure.
    const released = await queue.yield(lease);
    wakeWorker();
    this.#isStopping = true;
    return released.state === 'finished' ? 'yielded' : released.state;
  }

  async #slice(claim: Claim, signal: AbortSignal): Promise<SliceOutcome> {
    const deadlineMs = Math.max(MIN_SLICE_MS, Math.round(this.#remaining() - YIELD_MARGIN_MS));
    try {
      return await this.#deps.runSlice(claim, claim.cursor, deadlineMs, signal);
    } catch (error) {
      if (!signal.aborted) this.#deps.log('slice_unreachable', { job_id: claim.job_id, error: describeError(error) });
      return { type: 'failed', error: functionUnreachable() };
    }
  }

  #settled(release: { state: string; status?: string | undefined }): string {
    return release.status ?? release.state;
  }

  /**
   * Renews the lease four times per lease. A failed heartbeat is logged and the next one tries again: the lease has room for two in a row.
   * Without any word of the queue for a whole lease the job is somebody else's by now: the slice is stopped without being told.
   */
  #startHeartbeat(lease: Lease, leaseSeconds: number, abort: AbortController): () => void {
    const { queue, log, now } = this.#deps;
    let heldAt = now();
    const beat = async () => {
      // Nobody works on it any more: a renewal would only keep the next worker waiting.
      if (abort.signal.aborted) return;
      const sentAt = now();
      if (sentAt - heldAt >= leaseSeconds * 1000) {
        log('lease_outlived', { job_id: lease.jobId });
        abort.abort();
        return;
      }
      try {
        const state = await queue.heartbeat(lease);
        if (state === 'held') heldAt = sentAt;
        else abort.abort();
      } catch (error) {
        log('heartbeat_failed', { job_id: lease.jobId, error: describeError(error) });
      }
    };
    const timer = setInterval(beat, (leaseSeconds * 1000) / 4);
    return () => clearInterval(timer);
  }
}
