/** Waits for `ms`; rejects with the signal's reason as soon as it is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}

/**
 * A gate before each call of a provider that wants to be called at most every `intervalMs`, counted from start to start.
 * The first call passes at once. Rejects when the signal is aborted.
 */
export function createPacer(intervalMs: number, signal: AbortSignal, now: () => number = () => performance.now()) {
  let nextAt = Number.NEGATIVE_INFINITY;
  return async (): Promise<void> => {
    const wait = nextAt - now();
    if (wait > 0) await pause(wait, signal);
    nextAt = now() + intervalMs;
  };
}

/** Calls that somebody hands out: `granted` now, or none and `wait_ms` until it is worth asking again; null = as many as wanted. */
export type Grant = { granted: number; wait_ms: number } | null;

/**
 * A gate before each call of a provider whose calls are counted elsewhere too: passes as many as were granted, then asks `reserve` for
 * more, and waits where it has to. Calls pass in the order in which they came. Rejects when `reserve` does or the signal is aborted.
 */
export function createAllowance(first: Grant, reserve: () => Promise<Grant>, signal: AbortSignal) {
  let left = first === null ? Number.POSITIVE_INFINITY : first.granted;
  const takeOne = async () => {
    while (left < 1) {
      const grant = await reserve();
      if (grant === null) left = Number.POSITIVE_INFINITY;
      else if (grant.granted > 0) left = grant.granted;
      else await pause(grant.wait_ms, signal);
    }
    left -= 1;
  };
  let turn: Promise<void> = Promise.resolve();
  return (): Promise<void> => {
    // Whoever came before may have failed; that is not the fault of the next.
    turn = turn.then(takeOne, takeOne);
    return turn;
  };
}
