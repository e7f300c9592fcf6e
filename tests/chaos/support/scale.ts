/** A whole number from the environment, or the one of the short form. */
function setting(name: string, short: number): number {
  const value = Number(process.env[name] ?? short);
  if (!Number.isInteger(value) || value <= 0) throw new Error(`Read ${name}: it must be a positive whole number`);
  return value;
}

/** How much happens: the short form runs with `npm test`, the long one (`npm run test:chaos`) sets the environment. */
export const scale = {
  /** Processes of functions killed with SIGKILL. */
  kills: setting('CHAOS_KILLS', 4),
  /** Calls of run-integration at once, for one tenant and provider. */
  calls: setting('CHAOS_CALLS', 25),
  /** Pending jobs drained by eight workers. */
  jobs: setting('CHAOS_JOBS', 40),
  /** Stops of Postgres, by turns clean and with SIGKILL. */
  restarts: setting('CHAOS_RESTARTS', 2),
  /** Life of a worker process in the run that is longer than any worker, in ms; a worker works for half of it. */
  wallClockMs: setting('CHAOS_WALL_CLOCK_MS', 6_000),
  /** Pages of that run, and how long the provider takes for each, in ms. */
  pages: setting('CHAOS_PAGES', 27),
  pageMs: setting('CHAOS_PAGE_MS', 550),
  /** Of all that is random. */
  seed: setting('CHAOS_SEED', (Date.now() % 1_000_000) + 1),
};
