import type { QueryClient } from '@tanstack/react-query';
import { keys } from '../data/keys.ts';
import { toJob } from '../jobs/job.ts';
import { isFinal } from '../jobs/job-status.ts';
import { type JobTransition, jobStoreOf } from './job-store.ts';
import { JobsChannel } from './jobs-channel.ts';
import type { ConnectionState } from './polling.ts';

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

/** What a page shows beside the job itself is out of date after some transitions. */
function invalidateAfter(queryClient: QueryClient, { before, after }: JobTransition): void {
  if (before === null) return;
  const { id, tenant_id: tenantId, provider_slug: slug } = after;
  const hasEnded = isFinal(after.status) && !isFinal(before.status);
  const hasEndedAttempt = before.status === 'running' && after.status === 'pending';
  if (!hasEnded && !hasEndedAttempt) return;
  void queryClient.invalidateQueries({ queryKey: keys.jobLogs(id) });
  void queryClient.invalidateQueries({ queryKey: keys.recentLogs(tenantId, slug) });
  if (!hasEnded) return;
  void queryClient.invalidateQueries({ queryKey: keys.integrations(tenantId) });
  void queryClient.invalidateQueries({ queryKey: keys.overview(tenantId, slug) });
  void queryClient.invalidateQueries({ queryKey: keys.review(tenantId) });
  void queryClient.invalidateQueries({ queryKey: keys.allCandidates(tenantId) });
}

/** The socket is loaded behind the page: the list is there before it. */
const connect = async () => (await import('../data/realtime.ts')).realtime;

function createFeed(queryClient: QueryClient, tenantIds: readonly string[]): SharedFeed {
  const store = jobStoreOf(queryClient);
  const listeners = new Set<() => void>();
  let state: ConnectionState = 'connecting';
  const channel = new JobsChannel({
    connect,
    tenantIds,
    onRow: (row) => {
      const job = toJob(row);
      if (job === null) console.warn('Cannot read a change of integration_jobs: the row is not a job', row);
      else store.accept([job]);
    },
    onRefetch: () => void queryClient.invalidateQueries({ queryKey: keys.activeJobs(tenantIds) }),
    onState: (next) => {
      state = next;
      for (const listener of listeners) listener();
    },
  });
  const stopInvalidating = store.onTransition((transition) => invalidateAfter(queryClient, transition));
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
      stopInvalidating();
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
