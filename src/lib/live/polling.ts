/** How the browser hears of changes: `live` by Realtime, `down` only by asking. */
export type ConnectionState = 'connecting' | 'live' | 'down';

/** With a live channel a running job is still asked for now and then: Realtime replays nothing. */
const POLL_LIVE_MS = 12_000;
/** A channel can be subscribed and silent. While nothing runs, a look every three to five minutes finds out. */
const POLL_LIVE_IDLE_MS = 180_000;
const IDLE_SPREAD_MS = 120_000;
const POLL_DOWN_ACTIVE_MS = 3_000;
const POLL_DOWN_IDLE_MS = 10_000;

/** Windows that were opened together (a server that came back) do not ask together for ever. One share per window, 0 to 1. */
const OWN_SHARE = Math.random();

/** Milliseconds until the live jobs are asked for again. */
export function pollInterval(connection: ConnectionState, hasActive: boolean, share = OWN_SHARE): number {
  if (connection !== 'live') return hasActive ? POLL_DOWN_ACTIVE_MS : POLL_DOWN_IDLE_MS;
  return hasActive ? POLL_LIVE_MS : POLL_LIVE_IDLE_MS + Math.round(share * IDLE_SPREAD_MS);
}
