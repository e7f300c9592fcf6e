import type { QueryClient } from '@tanstack/react-query';
import { keys } from '../data/keys.ts';
import { type Job, toJob } from '../jobs/job.ts';
import { isActive } from '../jobs/job-status.ts';
import { jobStoreOf } from './job-store.ts';
import { JobsChannel } from './jobs-channel.ts';
import type { ConnectionState } from './polling.ts';
import { SilenceWatch } from './silence-watch.ts';

/** How long an unused feed lives on: a change of page or StrictMode's second mount must not reconnect. */
const LINGER_MS = 2000;

/** One subscription for a set of tenants, shared by every component that needs it. */
export interface JobsFeed {
  state: () => ConnectionState;
  subscribe: (listener: () => void) => () => void;
}

interface SharedFeed extends JobsFeed {
  users: number;
  stop: () => void;
  linger: ReturnType<typeof setTimeout> | undefined;
}

const feeds = new WeakMap<QueryClient, Map<string, SharedFeed>>();

/** What a page shows of the attempts of a job is out of date when one has ended. */
function refreshAttempts(queryClient: QueryClient, { id, tenant_id: tenantId, provider_slug: slug }: Job): void {
  void queryClient.invalidateQueries({ queryKey: keys.jobLogs(id) });
  void queryClient.invalidateQueries({ queryKey: keys.recentLogs(tenantId, slug) });
}

/** What a page shows beside the job itself is out of date when one has ended. */
function refreshAfterEnd(queryClient: QueryClient, job: Job): void {
  const { tenant_id: tenantId, provider_slug: slug } = job;
  refreshAttempts(queryClient, job);
  void queryClient.invalidateQueries({ queryKey: keys.integrations(tenantId) });
  void queryClient.invalidateQueries({ queryKey: keys.overview(tenantId, slug) });
  void queryClient.invalidateQueries({ queryKey: keys.review(tenantId) });
  void queryClient.invalidateQueries({ queryKey: keys.allCandidates(tenantId) });
}

/** Of two versions of one active job: has an attempt ended between them? */
function hasEndedAttempt(before: Job, after: Job): boolean {
  return before.status === 'running' && (after.status === 'pending' || after.attempts > before.attempts);
}

/** The socket is loaded behind the page: the list is there before it. */
const connect = async () => (await import('../data/realtime.ts')).realtime;

function createFeed(queryClient: QueryClient, tenantIds: readonly string[]): SharedFeed {
  const store = jobStoreOf(queryClient);
  const listeners = new Set<() => void>();
  let state: ConnectionState = 'connecting';
  /** true while the store takes in what the channel brought. */
  let isHearing = false;
  /** Grows with every read that must be complete before the channel owes anything. */
  let round = 0;
  const silence = new SilenceWatch(() => channel.replaceSilent());
  const readAgain = async () => {
    round += 1;
    const own = round;
    silence.end();
    await queryClient.invalidateQueries({ queryKey: keys.activeJobs(tenantIds) });
    if (own === round && state === 'live') silence.begin();
  };
  const channel: JobsChannel = new JobsChannel({
    connect,
    tenantIds,
    onRow: (row) => {
      silence.heard();
      const job = toJob(row);
      if (job === null) return console.warn('Cannot read a change of integration_jobs: the row is not a job', row);
      isHearing = true;
      store.accept([job]);
      isHearing = false;
    },
    onRefetch: () => void readAgain(),
    onState: (next) => {
      state = next;
      if (next !== 'live') {
        round += 1;
        silence.end();
      }
      for (const listener of listeners) listener();
    },
  });
  const isOwed = ({ tenant_id: tenantId }: Job) => !isHearing && tenantIds.includes(tenantId);
  const stopFollowing = store.onTransition(({ before, after }) => {
    // Ended jobs that are met for the first time are history, or told as ends.
    if ((before !== null || isActive(after.status)) && isOwed(after)) silence.found();
    if (before !== null && hasEndedAttempt(before, after)) refreshAttempts(queryClient, after);
  });
  const stopEnds = store.onEnd((job) => {
    if (isOwed(job)) silence.found();
    refreshAfterEnd(queryClient, job);
  });
  channel.start();
  return {
    users: 0,
    linger: undefined,
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => {
      stopFollowing();
      stopEnds();
      silence.end();
      channel.stop();
    },
  };
}

/** Ends every feed at once: the next user must not hear of the jobs of the last one. */
export function closeFeeds(queryClient: QueryClient): void {
  for (const feed of feeds.get(queryClient)?.values() ?? []) {
    clearTimeout(feed.linger);
    feed.stop();
  }
  feeds.delete(queryClient);
}

/** Takes part in the feed of these tenants, opening it for the first user. Give it back with the returned `release`. */
export function retainFeed(
  queryClient: QueryClient,
  tenantIds: readonly string[],
): { feed: JobsFeed; release: () => void } {
  const ofClient = feeds.get(queryClient) ?? new Map<string, SharedFeed>();
  feeds.set(queryClient, ofClient);
  const key = tenantIds.join(',');
  const feed = ofClient.get(key) ?? createFeed(queryClient, tenantIds);
  ofClient.set(key, feed);
  feed.users += 1;
  clearTimeout(feed.linger);
  let isReleased = false;
  const release = () => {
    if (isReleased) return;
    isReleased = true;
    feed.users -= 1;
    if (feed.users > 0) return;
    feed.linger = setTimeout(() => {
      ofClient.delete(key);
      feed.stop();
    }, LINGER_MS);
  };
  return { feed, release };
}
