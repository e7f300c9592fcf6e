import { supabase } from '../data/supabase.ts';
import { isServerTimeStale, setServerTime } from '../time/server-clock.ts';
import { toMillis } from '../time/timestamps.ts';

/** Clocks run apart slowly; what moves them at once is noticed by itself. */
const MAX_AGE_MS = 30 * 60_000;
const LOOK_EVERY_MS = 30_000;

async function ask(): Promise<void> {
  const askedAt = performance.now();
  const { data, error } = await supabase.rpc('integration_server_time');
  if (error !== null || typeof data !== 'string') {
    console.warn("Cannot ask for the server's time: times go by the last answer, or by this browser's clock", error);
    return;
  }
  setServerTime(toMillis(data), askedAt);
}

/** Keeps up with the server's clock while somebody is signed in: asked once, and again when a clock was set or the machine slept. */
export function followServerTime(): () => void {
  let isAsking = false;
  const look = async () => {
    if (isAsking || document.hidden || !isServerTimeStale(MAX_AGE_MS)) return;
    isAsking = true;
    await ask();
    isAsking = false;
  };
  const handleLook = () => void look();
  handleLook();
  const timer = setInterval(handleLook, LOOK_EVERY_MS);
  document.addEventListener('visibilitychange', handleLook);
  window.addEventListener('online', handleLook);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', handleLook);
    window.removeEventListener('online', handleLook);
  };
}
