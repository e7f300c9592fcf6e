/** What the platform's runtime adds to Deno (the local stack has a stand-in). */
interface EdgeRuntimeGlobal {
  EdgeRuntime?: { waitUntil(promise: Promise<unknown>): void };
}

/** Keeps the worker alive after the response until `task` is done. Not durable: a killed worker loses it. */
export function waitUntil(task: Promise<unknown>): void {
  (globalThis as EdgeRuntimeGlobal).EdgeRuntime?.waitUntil(task);
}

/** Calls `release` shortly before the platform ends this worker. */
export function onShutdown(release: () => void): void {
  globalThis.addEventListener('beforeunload', release);
}
