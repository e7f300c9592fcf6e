import { isRecord } from '../data/json.ts';
import { supabase } from '../data/supabase.ts';
import { isServerTimeStale, setServerTime } from '../time/server-clock.ts';
import { toMillis } from '../time/timestamps.ts';
import { setQueueStatus } from './queue-status.ts';

/** The clock could wait for longer: a pause of the queue is to be known within about a minute. */
const MAX_AGE_MS = 45_000;
const LOOK_EVERY_MS = 30_000;

/** Asks for the server's time and what it says of the queue: one small question for both. */
export async function askServer(): Promise<void> {
  const askedAt = performance.now();
  const { data, error } = await supabase.rpc('integration_queue_status');
  if (error !== null || !isRecord(data) || typeof data.now !== 'string') {
    console.warn("Cannot ask for the server's time: times go by the last answer, or by this browser's clock", error);
    return;
  }
  setServerTime(toMillis(data.now), askedAt);
  setQueueStatus(data);
}

/** Keeps up with the server while somebody is signed in and looks: each minute, and when a clock was set or the machine slept. */
export function followServer(): () => void {
  let isAsking = false;
  const look = async (isFirst: boolean) => {
    if (isAsking || document.hidden || (!isFirst && !isServerTimeStale(MAX_AGE_MS))) return;
    isAsking = true;
    await askServer();
    isAsking = false;
  };
  const handleLook = () => void look(false);
  // What is known of the clock may be of the person before.
  void look(true);
  const timer = setInterval(handleLook, LOOK_EVERY_MS);
  document.addEventListener('visibilitychange', handleLook);
  window.addEventListener('online', handleLook);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', handleLook);
    window.removeEventListener('online', handleLook);
    setQueueStatus(null);
  };
}
