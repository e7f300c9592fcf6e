import type { Company, Counters, Job, Lease, State } from './state.ts';

/** private.queue_settings as the migrations leave it. */
const LEASE = 60;
const STALL = 600;
const BACKOFF = { base: 30, cap: 900, jitter: 0.2 };
const COOLDOWN = { usual: 60, limit: 86_400 };
const INTERVAL = 1;
const RUN_LIMIT = 86_400;
const RESUME = 86_400;

/** Marks a row that the action must have written; every other row must be untouched. */
export const WRITTEN = 'written';

export type Outcome = 'success' | 'error' | 'canceled';

/** What the queue should do, said once more in the plainest way. Changes `state`; `now` is the time of the transaction. */
export class Model {
  readonly state: State;
  readonly now: number;

  constructor(state: State, now: number) {
    this.state = structuredClone(state);
    this.now = now;
  }

  job(id: string): Job | undefined {
    return this.state.jobs.find((job) => job.id === id);
  }

  /** The lease of a job when `token` opens it. */
  held(id: string, token: string): { job: Job; lease: Lease } | null {
    const job = this.job(id);
    return job?.lease?.token === token ? { job, lease: job.lease } : null;
  }

  /** What a worker without the current lease is told. */
  refusal(id: string): { state: string } {
    return { state: this.job(id)?.status === 'canceled' ? 'canceled' : 'lost' };
  }

  recover(): void {
    for (const job of this.state.jobs) {
      if (job.status !== 'running' || !job.lease) continue;
      const isExpired = (job.lease.expires_at ?? 0) < this.now;
      const isStalled = job.lease.advanced_at < this.now - STALL;
      if (isExpired) this.lose(job, job.lease);
      else if (isStalled) this.end(job, 'error', 'job_stalled');
    }
  }

  /** The tick forgets places that no run may go on from any more. */
  prunePoints(): void {
    this.state.points = this.state.points.filter(({ cursor_at }) => cursor_at >= this.now - RESUME);
  }

  /** The worker is dead. What stored something in this attempt loses nothing; otherwise the attempt is spent. */
  private lose(job: Job, lease: Lease): void {
    const hasAdvanced = this.hasAdvanced(lease);
    if (this.isTooLong(lease)) this.end(job, 'error', 'run_too_long');
    else if (!hasAdvanced && job.attempts >= job.max_attempts) this.end(job, 'error', 'worker_lost');
    else this.requeue(job, { code: 'worker_lost', runAfter: this.now, isOpen: false, costs: !hasAdvanced });
  }

  private hasAdvanced(lease: Lease): boolean {
    return !isEqual(lease.counters, lease.attempt_counters);
  }

  private isTooLong(lease: Lease): boolean {
    return (lease.began_at ?? this.now) < this.now - RUN_LIMIT;
  }

  /** The job that a claim gets: what has been due longest. */
  nextDue(): Job | undefined {
    return this.state.jobs
      .filter((job) => job.status === 'pending' && job.run_after <= this.now)
      .toSorted((a, b) => a.run_after - b.run_after || a.created_at - b.created_at || (a.id < b.id ? -1 : 1))[0];
  }

  claim(token: string): Job | undefined {
    let job = this.nextDue();
    if (!job) {
      // Lost jobs are looked for when nothing else is due; otherwise the tick recovers them.
      this.recover();
      job = this.nextDue();
    }
    if (!job) return undefined;
    const before = job.lease;
    const counters = before?.counters ?? {};
    job.lease = {
      token,
      claimed_at: this.now,
      expires_at: this.now + LEASE,
      // Waiting is not hanging: the ten minutes are counted from the claim.
      advanced_at: this.now,
      published_at: before?.published_at ?? null,
      attempt_is_open: before?.attempt_is_open ?? false,
      counters,
      attempt_counters: before?.attempt_is_open ? before.attempt_counters : counters,
      claim_counters: counters,
      began_at: before?.began_at ?? this.now,
      cursor_at: before?.cursor_at ?? null,
      // No page here says that it belongs to a full read: nothing is known of how much there is.
      total: before?.total ?? null,
      page: before?.page ?? null,
      version: WRITTEN,
    };
    job.status = 'running';
    job.attempts += 1;
    job.total_count ??= job.lease.total === null ? null : Math.max(job.lease.total, job.processed_count);
    job.error_code = null;
    job.version = WRITTEN;
    return job;
  }

  /** A new job goes on from where the last one of its integration failed, while that is fresh; the place is used up either way. */
  enqueue(job: Job): void {
    const isOf = (row: { tenant_id: string; provider_slug: string }) =>
      row.tenant_id === job.tenant_id && row.provider_slug === job.provider_slug;
    const point = this.state.points.find(isOf);
    this.state.points = this.state.points.filter((row) => !isOf(row));
    const isFresh = point !== undefined && point.cursor_at > this.now - RESUME;
    const processed = (isFresh && point.counters.processed) || 0;
    Object.assign(job, {
      resumed_from: isFresh ? point.job_id : null,
      processed_count: processed,
      total_count: isFresh && point.total !== null ? Math.max(point.total, processed) : null,
      progress:
        isFresh && point.total ? Math.min(99, Math.floor((100 * processed) / Math.max(point.total, processed))) : 0,
      lease: isFresh
        ? {
            token: null,
            claimed_at: null,
            expires_at: null,
            advanced_at: this.now,
            published_at: null,
            attempt_is_open: false,
            counters: point.counters,
            attempt_counters: point.counters,
            claim_counters: point.counters,
            began_at: null,
            cursor_at: point.cursor_at,
            total: point.total,
            page: point.page,
            version: WRITTEN,
          }
        : null,
      version: WRITTEN,
    });
    this.state.jobs.push(job);
  }

  heartbeat({ lease }: { lease: Lease }): void {
    // Time without a lease is none in which a worker could have advanced.
    lease.advanced_at += Math.max(this.now - (lease.expires_at ?? this.now), 0);
    lease.expires_at = this.now + LEASE;
    lease.version = WRITTEN;
  }

  advance({ job, lease }: { job: Job; lease: Lease }, page: number, added: Counters, total: number | null): void {
    lease.counters = { ...lease.counters };
    for (const [key, value] of Object.entries(added)) lease.counters[key] = (lease.counters[key] ?? 0) + value;
    Object.assign(lease, {
      page,
      total: total ?? lease.total,
      advanced_at: this.now,
      cursor_at: this.now,
      version: WRITTEN,
    });
    lease.expires_at = this.now + LEASE;
    if (lease.published_at === null || lease.published_at + INTERVAL <= this.now) {
      lease.published_at = this.now;
      this.publish(job, lease);
    }
  }

  finish({ job, lease }: { job: Job; lease: Lease }): void {
    const processed = lease.counters.processed ?? 0;
    Object.assign(job, { progress: 100, processed_count: processed, total_count: processed });
    job.result = { processed: 0, ...lease.counters };
    this.end(job, 'success', null);
  }

  /** `wait` = seconds that the database chose; refused when they are not what the rules allow. */
  fail({ job, lease }: { job: Job; lease: Lease }, how: string, after: number | null, wait: number): void {
    this.failWith('provider_error', { job, lease }, how, after, wait);
  }

  private failWith(
    code: string,
    { job, lease }: { job: Job; lease: Lease },
    how: string,
    after: number | null,
    wait: number,
  ): void {
    const isOpen = how === 'rate_limit' && job.created_at > this.now - COOLDOWN.limit;
    // A look at what is stored already moves the cursor and no counter.
    const hasAdvanced = this.hasAdvanced(lease) || (lease.cursor_at ?? 0) > (lease.claimed_at ?? 0);
    if (how !== 'permanent' && this.isTooLong(lease)) {
      this.end(job, 'error', 'run_too_long');
      return;
    }
    if (how === 'permanent' || !(isOpen || hasAdvanced || job.attempts < job.max_attempts)) {
      this.end(job, 'error', code);
      return;
    }
    const backoff = Math.min(BACKOFF.base * 2 ** ((hasAdvanced ? 1 : job.attempts) - 1), BACKOFF.cap);
    const wanted = after ?? (how === 'rate_limit' ? COOLDOWN.usual : backoff);
    const jitter = after === null && how !== 'rate_limit' ? backoff * BACKOFF.jitter : 0;
    const expected = Math.min(wanted, COOLDOWN.limit);
    const most = after === null && how !== 'rate_limit' ? BACKOFF.cap : expected;
    if (Math.abs(wait - expected) > jitter + 0.001 || wait > most + 0.001) {
      throw new Error(`${how} waits ${wait} s, expected ${expected} ± ${jitter} s`);
    }
    this.requeue(job, { code, runAfter: this.now + wait, isOpen, costs: !isOpen && !hasAdvanced });
  }

  yield(mine: { job: Job; lease: Lease }, wait: number): void {
    const { job, lease } = mine;
    if (this.isTooLong(lease)) this.end(job, 'error', 'run_too_long');
    // A second look at what was read already counts nothing, but moves the cursor on.
    else if (isEqual(lease.counters, lease.claim_counters) && (lease.cursor_at ?? 0) <= (lease.claimed_at ?? 0))
      this.failWith('no_progress', mine, 'temporary', null, wait);
    else this.requeue(job, { code: null, runAfter: this.now, isOpen: true, costs: false });
  }

  /** `at` = the time that the database noted: that of the update, which may be later than the start of its transaction. */
  cancel(job: Job, at: number): void {
    if (at < this.now || at > this.now + LEASE) throw new Error(`Cancelled at ${at}, expected about ${this.now}`);
    this.end(job, 'canceled', null, at);
  }

  private end(job: Job, status: Outcome, code: string | null, at = this.now): void {
    const wasRunning = job.status === 'running';
    if (wasRunning && status !== 'success' && job.lease) this.publish(job, job.lease);
    this.log(job, status, code, wasRunning || job.lease?.attempt_is_open);
    const { lease, tenant_id, provider_slug } = job;
    if (status === 'error' && lease && lease.page !== null && lease.cursor_at !== null) {
      const { page, cursor_at, counters, total } = lease;
      const point = { tenant_id, provider_slug, job_id: job.id, page, cursor_at, counters, total, version: WRITTEN };
      this.state.points.push(point);
    }
    Object.assign(job, {
      status,
      error_code: code,
      finished_at: at,
      run_after: 0,
      lease: null,
      version: WRITTEN,
    });
    const integration = this.state.integrations.find(
      (row) => row.tenant_id === job.tenant_id && row.provider_slug === job.provider_slug,
    );
    if (integration) Object.assign(integration, { last_run: at, last_status: status, version: WRITTEN });
  }

  private requeue(job: Job, how: { code: string | null; runAfter: number; isOpen: boolean; costs: boolean }): void {
    if (job.lease) {
      this.publish(job, job.lease);
      if (!how.isOpen) {
        this.log(job, 'error', how.code, true);
      }
      Object.assign(job.lease, {
        token: null,
        claimed_at: null,
        expires_at: null,
        attempt_is_open: how.isOpen,
        version: WRITTEN,
      });
    }
    if (!how.costs) job.attempts -= 1;
    Object.assign(job, { status: 'pending', error_code: how.code, run_after: how.runAfter, version: WRITTEN });
  }

  private publish(job: Job, lease: Lease): void {
    const processed = lease.counters.processed ?? 0;
    const total = lease.total;
    if (total !== null && total > 0) {
      job.progress = Math.max(job.progress, Math.min(99, Math.floor((100 * processed) / Math.max(total, processed))));
    }
    job.total_count = total === null ? null : Math.max(total, job.processed_count, processed);
    job.processed_count = Math.max(job.processed_count, processed);
    job.version = WRITTEN;
  }

  private log(job: Job, status: string, code: string | null, wasWorkedOn = false): void {
    const done = (job.lease?.counters.processed ?? 0) - (job.lease?.attempt_counters.processed ?? 0);
    this.state.logs.push({
      execution_id: job.id,
      attempt: this.state.logs.filter(({ execution_id }) => execution_id === job.id).length + 1,
      status,
      error_code: code,
      processed: wasWorkedOn ? done : 0,
    });
  }

  /** One page of companies; the counters that the database should report. */
  storeCompanies(tenantId: string, page: { document: string; legal_name: string }[]): Counters {
    const counters = { created: 0, updated: 0, unchanged: page.length, skipped: 0 };
    for (const incoming of new Map(page.map((company) => [company.document, company])).values()) {
      const stored = this.state.companies.find(
        (company) => company.tenant_id === tenantId && company.document === incoming.document,
      );
      if (stored?.legal_name === incoming.legal_name) continue;
      counters.unchanged -= 1;
      counters[stored ? 'updated' : 'created'] += 1;
      if (stored) Object.assign(stored, incoming, { version: WRITTEN });
      else this.state.companies.push({ tenant_id: tenantId, ...incoming, version: WRITTEN } satisfies Company);
    }
    return counters;
  }
}

/** Same keys, same values. */
export function isEqual(left: Counters, right: Counters): boolean {
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => left[key] === right[key]);
}
