import { JobError } from '../_shared/errors.ts';
import { describeError, type Log } from '../_shared/platform/log.ts';
import type { Claim, Finish, Lease, Queue } from '../_shared/queue/queue.ts';
import { functionUnreachable, type SliceOutcome } from '../_shared/queue/slice-contract.ts';

export interface HeldJobDeps {
  queue: Queue;
  /** Calls `sync-<provider>` for one slice; rejects when the function cannot be reached. */
  runSlice(claim: Claim, cursor: unknown, deadlineMs: number, signal: AbortSignal): Promise<SliceOutcome>;
  /** running -> success, together with what ends at about the same time. */
  finish(lease: Lease): Promise<Finish>;
  /** What is left of the worker's budget, in ms. */
  remainingMs(): number;
  log: Log;
  now(): number;
}

/** A slice is never shorter than this. */
const MIN_SLICE_MS = 2_000;
/** A slice ends this much before the budget, so that there is time to yield. */
const YIELD_MARGIN_MS = 1_000;

/** One claimed job in the hands of a worker: its lease, its slices, and what their end means for it. */
export class HeldJob {
  readonly lease: Lease;
  readonly #claim: Claim;
  readonly #deps: HeldJobDeps;
  readonly #abort = new AbortController();
  #expiry: ReturnType<typeof setTimeout> | undefined;
  #released: Promise<void> | undefined;

  /** `claimedAt`: when the claim was sent; the lease is no shorter than that. */
  constructor(claim: Claim, claimedAt: number, deps: HeldJobDeps) {
    this.lease = { jobId: claim.job_id, token: claim.lease_token };
    this.#claim = claim;
    this.#deps = deps;
    this.renewed(claimedAt);
  }

  /** False once it was given up: then its lease must run out, so that the next worker need not wait. */
  get isAlive(): boolean {
    return !this.#abort.signal.aborted;
  }

  /**
   * The lease was confirmed by a call that was sent at `sentAt`. Without a further word for a whole lease the job is somebody else's by
   * then: it is given up without being told.
   */
  renewed(sentAt: number): void {
    clearTimeout(this.#expiry);
    const left = sentAt + this.#claim.lease_seconds * 1_000 - this.#deps.now();
    this.#expiry = setTimeout(() => {
      this.#deps.log('lease_outlived', { job_id: this.lease.jobId });
      this.giveUp();
    }, left);
  }

  /** Stops the slice at once and says nothing more about the job. */
  giveUp(): void {
    clearTimeout(this.#expiry);
    this.#abort.abort();
  }

  /** The platform is about to end this worker: gives the job back instead of letting the lease run out. */
  release(): void {
    if (!this.isAlive) return;
    this.giveUp();
    this.#released = this.#giveBack();
  }

  async #giveBack(): Promise<void> {
    const { queue, log } = this.#deps;
    try {
      const { state } = await queue.yield(this.lease);
      log('job_released', { job_id: this.lease.jobId, state });
    } catch (error) {
      log('release_failed', { job_id: this.lease.jobId, error: describeError(error) });
    }
  }

  /**
   * Works on the job until it is out of our hands. Tells how it ended: the status that it got, `yielded`, `canceled`, `lost`, `abandoned`
   * (given up here) or `unsettled`. Never rejects: what goes wrong is logged, the lease covers the rest.
   */
  async work(): Promise<string> {
    const { log, now } = this.#deps;
    const about = { job_id: this.lease.jobId, attempt: this.#claim.attempt };
    const startedAt = now();
    let ending = 'unsettled';
    try {
      ending = await this.#run();
      await this.#released;
    } catch (error) {
      log('job_not_settled', { ...about, error: describeError(error) });
    } finally {
      clearTimeout(this.#expiry);
    }
    log(`job_${ending}`, { ...about, duration_ms: Math.round(now() - startedAt) });
    return ending;
  }

  async #run(): Promise<string> {
    const { queue } = this.#deps;
    if (!this.#claim.is_enabled) {
      const disabled = new JobError(
        'permanent',
        'integration_disabled',
        'A integração está desativada. Ative-a na aba Configuração e execute novamente.',
      );
      return settled(await queue.fail(this.lease, disabled));
    }
    // From a null cursor everything would be read once more.
    if (this.#claim.is_complete) return this.#finish();
    let cursor = this.#claim.cursor;
    while (true) {
      const outcome = await this.#slice(cursor);
      if (!this.isAlive) return 'abandoned';
      if (outcome.type === 'gone') return outcome.state;
      if (outcome.type === 'failed') return this.#fail(outcome.error);
      if (outcome.result.cursor === null) return this.#finish();
      // A slice that ended because it had done enough goes on with a fresh allowance of processor time. After one whose time was up
      // another one would begin a page that cannot end, and that would count as the provider's failure.
      if (outcome.result.stopped_by === 'time' || this.#sliceMs() < MIN_SLICE_MS) return this.#yield();
      cursor = outcome.result.cursor;
    }
  }

  #sliceMs(): number {
    return Math.round(this.#deps.remainingMs() - YIELD_MARGIN_MS);
  }

  async #slice(cursor: unknown): Promise<SliceOutcome> {
    try {
      return await this.#deps.runSlice(
        this.#claim,
        cursor,
        Math.max(MIN_SLICE_MS, this.#sliceMs()),
        this.#abort.signal,
      );
    } catch (error) {
      if (this.isAlive) {
        this.#deps.log('slice_unreachable', { job_id: this.lease.jobId, error: describeError(error) });
      }
      return { type: 'failed', error: functionUnreachable() };
    }
  }

  async #finish(): Promise<string> {
    const finish = await this.#deps.finish(this.lease);
    if (finish.state !== 'refused') return settled(finish);
    throw new Error(`Cannot finish the job: the database refused it (${finish.code})`);
  }

  async #fail(error: JobError): Promise<string> {
    const { kind, code } = error;
    this.#deps.log('attempt_failed', { job_id: this.lease.jobId, attempt: this.#claim.attempt, kind, code });
    return settled(await this.#deps.queue.fail(this.lease, error));
  }

  async #yield(): Promise<string> {
    const released = await this.#deps.queue.yield(this.lease);
    return released.state === 'finished' ? 'yielded' : released.state;
  }
}

const settled = ({ state, status }: { state: string; status?: string | undefined }): string => status ?? state;
