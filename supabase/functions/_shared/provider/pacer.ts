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
