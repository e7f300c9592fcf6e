import { describeError } from '../_shared/platform/log.ts';
import type { Claim, Finish, Lease } from '../_shared/queue/queue.ts';
import { Batch } from './batch.ts';
import { HeldJob, type HeldJobDeps } from './held-job.ts';

export interface WorkerDeps extends Pick<HeldJobDeps, 'queue' | 'runSlice' | 'log' | 'now'> {
  /** Wakes the next worker. */
  wakeWorker(): void;
  /** How long this worker may work, in ms. */
  budgetMs: number;
  /** Name for people and logs. */
  name: string;
}

/** Jobs are begun in this first part of the budget only: the first page of a slow provider has to fit into the rest. */
const CLAIMING_SHARE = 0.5;
/** Enough for one worker: each costs it a few ms of processor time, of which the platform gives about 2 s. */
const MAX_CLAIMS = 300;
/** A lease has room for two heartbeats in a row that fail. */
const HEARTBEATS_PER_LEASE = 4;

/**
 * Drains the queue for one budget: holds several jobs at a time, for runs wait for providers and not for a processor, and claims more as
 * places become free. A worker never runs into the platform's wall clock: it yields before its budget ends, and the next worker goes on
 * from the cursors.
 */
export class Worker {
  readonly #deps: WorkerDeps;
  readonly #deadline: number;
  #places: number;
  readonly #held = new Set<HeldJob>();
  readonly #finishes: Batch<Lease, Finish>;
  readonly #ended = Promise.withResolvers<void>();
  #claims = 0;
  #isClaiming = false;
  /** Somebody asked for a claim while one was under way, which may have looked too early. */
  #isClaimWanted = false;
  /** The first time that all places are taken there may be more than this worker can hold: then it has called another one. */
  #hasCalledPeer = false;
  /** No more jobs are begun: the budget, or the platform, is at its end. Those that are held go on. */
  #isClosed = false;
  #heartbeat: ReturnType<typeof setInterval> | undefined;

  /** `places`: how many jobs it may hold, as far as an earlier claim has told; the own claims tell it anew. */
  constructor(deps: WorkerDeps, places = 1) {
    this.#deps = deps;
    this.#places = places;
    this.#deadline = deps.now() + deps.budgetMs;
    this.#finishes = new Batch((leases) => this.#finish(leases));
  }

  get places(): number {
    return this.#places;
  }

  /** True when a poke for this worker need not start another one. */
  get hasRoom(): boolean {
    return this.#mayClaim() && this.#held.size < this.#places;
  }

  /** Works until nothing is due and nothing held. Never rejects: what goes wrong is logged, the leases cover the rest. */
  drain(): Promise<void> {
    this.claimMore();
    return this.#ended.promise;
  }

  /** Claims as many jobs as there are free places. Asked again meanwhile, it looks once more, however often that was. */
  claimMore(): void {
    this.#isClaimWanted = true;
    if (!this.#isClaiming) void this.#fillPlaces();
  }

  /** The platform is about to end this worker (`beforeunload`). */
  release(): void {
    this.#isClosed = true;
    if (this.#held.size === 0) return;
    for (const job of this.#held) job.release();
    this.#deps.wakeWorker();
  }

  #mayClaim(): boolean {
    return (
      !this.#isClosed && this.#claims < MAX_CLAIMS && this.#remainingMs() >= this.#deps.budgetMs * (1 - CLAIMING_SHARE)
    );
  }

  #remainingMs(): number {
    return this.#deadline - this.#deps.now();
  }

  async #fillPlaces(): Promise<void> {
    this.#isClaiming = true;
    try {
      while (this.#isClaimWanted && this.#held.size < this.#places) {
        this.#isClaimWanted = false;
        if (!this.#mayClaim()) {
          this.#handOver();
          break;
        }
        const sentAt = this.#deps.now();
        const claims = await this.#deps.queue.claim(this.#deps.name, this.#places - this.#held.size);
        this.#begin(claims, sentAt);
      }
      this.#callPeer();
    } catch (error) {
      this.#deps.log('claim_failed', { error: describeError(error) });
    }
    this.#isClaiming = false;
    this.#endWhenIdle();
  }

  #callPeer(): void {
    if (this.#hasCalledPeer || this.#held.size < this.#places) return;
    this.#hasCalledPeer = true;
    this.#deps.wakeWorker();
  }

  /** What is due now is for the next worker. */
  #handOver(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#deps.wakeWorker();
  }

  #begin(claims: readonly Claim[], sentAt: number): void {
    const [first] = claims;
    if (!first) return;
    const { log } = this.#deps;
    if (Object.values(first.recovered).some((jobs) => jobs > 0)) log('jobs_recovered', first.recovered);
    if (this.#places < first.jobs_per_worker) this.#isClaimWanted = true;
    this.#places = first.jobs_per_worker;
    this.#claims += claims.length;
    for (const claim of claims) {
      log('job_claimed', { job_id: claim.job_id, attempt: claim.attempt, provider: claim.provider_slug });
      void this.#work(new HeldJob(claim, sentAt, this.#jobDeps()));
    }
    this.#heartbeat ??= setInterval(() => void this.#beat(), (first.lease_seconds * 1_000) / HEARTBEATS_PER_LEASE);
  }

  /** In one call; when that fails, each by itself: what is too much at once, or wrong with one, is not the end of the others. */
  async #finish(leases: readonly Lease[]): Promise<Finish[]> {
    const { queue, log } = this.#deps;
    try {
      return await queue.finish(leases);
    } catch (error) {
      if (leases.length === 1) throw error;
      log('finish_failed', { jobs: leases.length, error: describeError(error) });
    }
    const finishes: Finish[] = [];
    for (const lease of leases) {
      const failed = (error: unknown): Finish[] => [{ state: 'refused', code: describeError(error) }];
      finishes.push(...(await queue.finish([lease]).catch(failed)));
    }
    return finishes;
  }

  #jobDeps(): HeldJobDeps {
    const { queue, runSlice, log, now } = this.#deps;
    const finish = (lease: Lease) => this.#finishes.add(lease);
    return { queue, runSlice, log, now, finish, remainingMs: () => this.#remainingMs() };
  }

  async #work(job: HeldJob): Promise<void> {
    this.#held.add(job);
    const ending = await job.work();
    this.#held.delete(job);
    if (ending === 'yielded') {
      // Its time was up, and so is that of any job that this worker could begin.
      this.#isClosed = true;
      this.#deps.wakeWorker();
    }
    this.claimMore();
  }

  #endWhenIdle(): void {
    if (this.#held.size > 0 || this.#isClaiming) return;
    clearInterval(this.#heartbeat);
    this.#isClosed = true;
    this.#ended.resolve();
  }

  /** Renews all leases in one call. A failed heartbeat is logged and the next one tries again. */
  async #beat(): Promise<void> {
    // Nobody works on the others any more: a renewal would only keep the next worker waiting.
    const jobs = [...this.#held].filter((job) => job.isAlive);
    if (jobs.length === 0) return;
    const { queue, log, now } = this.#deps;
    const sentAt = now();
    try {
      const states = await queue.heartbeats(jobs.map(({ lease }) => lease));
      for (const [index, job] of jobs.entries()) {
        if (!this.#held.has(job) || !job.isAlive) continue;
        if (states[index] === 'held') job.renewed(sentAt);
        else job.giveUp();
      }
    } catch (error) {
      log('heartbeat_failed', { jobs: jobs.length, error: describeError(error) });
    }
  }
}
