/** How the browser hears of changes: `live` by Realtime, `down` only by asking. */
export type ConnectionState = 'connecting' | 'live' | 'down';

/** With a live channel a running job is still asked for now and then: Realtime replays nothing. */
const POLL_LIVE_MS = 12_000;
const POLL_DOWN_ACTIVE_MS = 3_000;
const POLL_DOWN_IDLE_MS = 10_000;

/** Milliseconds until the active jobs are asked for again; false = only on events. */
export function pollInterval(connection: ConnectionState, hasActive: boolean): number | false {
  if (connection === 'live') return hasActive ? POLL_LIVE_MS : false;
  return hasActive ? POLL_DOWN_ACTIVE_MS : POLL_DOWN_IDLE_MS;
}
