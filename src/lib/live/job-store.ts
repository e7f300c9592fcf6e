import type { QueryClient } from '@tanstack/react-query';
import type { Job } from '../jobs/job.ts';
import { isActive, isFinal } from '../jobs/job-status.ts';
import { compareTimestamps } from '../time/timestamps.ts';

/** One change of one job; `before` is null when the job was not known yet. */
export interface JobTransition {
  before: Job | null;
  after: Job;
}

/** Final jobs kept at most; the oldest are forgotten first. Active jobs are always kept. */
const KEEP_FINAL = 500;

/**
 * The newer of two versions of one job. Fetches and Realtime race, so an older version can arrive later: it is
 * dropped. Within an attempt the bar never goes back, whatever a version says.
 */
export function mergeJob(known: Job, incoming: Job): Job {
  if (compareTimestamps(incoming.updated_at, known.updated_at) <= 0) return known;
  const isNewAttempt = incoming.attempts > known.attempts;
  if (isNewAttempt || isFinal(incoming.status) || incoming.progress >= known.progress) return incoming;
  return { ...incoming, progress: known.progress };
}

/**
 * The newest known version of every job, whichever way it came. Queries hold lists of what a page shows; what is
 * true now of each job is read from here.
 */
export class JobStore {
  #jobs: ReadonlyMap<string, Job> = new Map();
  readonly #seenAt = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  readonly #transitionListeners = new Set<(transition: JobTransition) => void>();
  readonly #endListeners = new Set<(job: Job) => void>();
  /** Jobs whose end was noted: it is told once, whichever way it came first. */
  readonly #ended = new Set<string>();

  /** All known jobs by id. A new Map after every change, the same one otherwise. */
  readonly snapshot = (): ReadonlyMap<string, Job> => this.#jobs;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Calls back for every accepted change, after the snapshot holds it. */
  onTransition(listener: (transition: JobTransition) => void): () => void {
    this.#transitionListeners.add(listener);
    return () => this.#transitionListeners.delete(listener);
  }

  /** Calls back once for every job that ends, also for one that began and ended while nobody was told. */
  onEnd(listener: (job: Job) => void): () => void {
    this.#endListeners.add(listener);
    return () => this.#endListeners.delete(listener);
  }

  /** Notes final jobs as ended. `isNews`: they ended while the page was there, so its other parts are out of date. */
  noteEnds(jobs: readonly Job[], { isNews }: { isNews: boolean }): void {
    for (const job of jobs) {
      if (this.#ended.has(job.id)) continue;
      this.#ended.add(job.id);
      if (isNews) for (const listener of this.#endListeners) listener(job);
    }
  }

  /** Takes versions in; those not newer than the known one change nothing. */
  accept(jobs: readonly Job[], now = Date.now()): void {
    const next = new Map(this.#jobs);
    const transitions: JobTransition[] = [];
    for (const incoming of jobs) {
      const before = next.get(incoming.id) ?? null;
      const after = before === null ? incoming : mergeJob(before, incoming);
      if (after === before) continue;
      next.set(after.id, after);
      this.#seenAt.set(after.id, now);
      transitions.push({ before, after });
    }
    if (transitions.length === 0) return;
    this.#publish(this.#pruned(next));
    for (const transition of transitions) {
      for (const listener of this.#transitionListeners) listener(transition);
    }
    const ends = transitions.filter(
      ({ before, after }) => before !== null && isActive(before.status) && isFinal(after.status),
    );
    this.noteEnds(
      ends.map(({ after }) => after),
      { isNews: true },
    );
  }

  /** Forgets jobs that are gone from the database. */
  forget(ids: readonly string[]): void {
    const next = new Map(this.#jobs);
    this.#drop(next, ids);
    if (next.size !== this.#jobs.size) this.#publish(next);
  }

  /** Ids of active jobs of these tenants that were last heard of before `time`: a later fetch should have had them. */
  activeSeenBefore(tenantIds: readonly string[], time: number): string[] {
    return [...this.#jobs.values()]
      .filter((job) => isActive(job.status) && tenantIds.includes(job.tenant_id))
      .filter((job) => (this.#seenAt.get(job.id) ?? 0) < time)
      .map((job) => job.id);
  }

  clear(): void {
    this.#seenAt.clear();
    this.#ended.clear();
    this.#publish(new Map());
  }

  #pruned(jobs: Map<string, Job>): Map<string, Job> {
    const final = [...jobs.values()].filter((job) => isFinal(job.status));
    if (final.length <= KEEP_FINAL) return jobs;
    final.sort((a, b) => compareTimestamps(a.updated_at, b.updated_at));
    this.#drop(
      jobs,
      final.slice(0, final.length - KEEP_FINAL).map(({ id }) => id),
    );
    return jobs;
  }

  /** Everything that is known of a job goes at once: what stays of one would stay for ever. */
  #drop(jobs: Map<string, Job>, ids: readonly string[]): void {
    for (const id of ids) {
      jobs.delete(id);
      this.#seenAt.delete(id);
      this.#ended.delete(id);
    }
  }

  #publish(jobs: ReadonlyMap<string, Job>): void {
    this.#jobs = jobs;
    for (const listener of this.#listeners) listener();
  }
}

/** The newest known version of each row of a list. */
export function overlay(rows: readonly Job[], known: ReadonlyMap<string, Job>): Job[] {
  return rows.map((row) => {
    const newest = known.get(row.id);
    return newest === undefined ? row : mergeJob(row, newest);
  });
}

/** Active jobs of these tenants, oldest first. */
export function activeJobsOf(known: ReadonlyMap<string, Job>, tenantIds: readonly string[]): Job[] {
  const wanted = new Set(tenantIds);
  return [...known.values()]
    .filter((job) => isActive(job.status) && wanted.has(job.tenant_id))
    .sort((a, b) => compareTimestamps(a.created_at, b.created_at));
}

/** The newest job of one integration: the active one if there is any, since only one can be active. */
export function latestJobOf(known: ReadonlyMap<string, Job>, tenantId: string, slug: string): Job | null {
  let latest: Job | null = null;
  for (const job of known.values()) {
    if (job.tenant_id !== tenantId || job.provider_slug !== slug) continue;
    if (latest === null || compareTimestamps(job.created_at, latest.created_at) > 0) latest = job;
  }
  return latest;
}

const stores = new WeakMap<QueryClient, JobStore>();

/** The store that belongs to a query client: they live and are cleared together. */
export function jobStoreOf(queryClient: QueryClient): JobStore {
  const existing = stores.get(queryClient);
  if (existing !== undefined) return existing;
  const created = new JobStore();
  stores.set(queryClient, created);
  return created;
}
