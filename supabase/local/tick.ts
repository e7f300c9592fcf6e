import { openPool } from './postgres/pool.ts';

export interface TickOptions {
  /** Connection string of role postgres. */
  databaseUrl: string;
  /** Address of the Supabase API. */
  apiUrl: string;
  secretKey: string;
  /** Pause between two ticks, in ms. */
  everyMs: number;
  log(line: string): void;
}

export interface Tick {
  /** Ends after the running tick. */
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5_000;
/** A tick takes milliseconds; a Postgres that says nothing for so long is frozen. */
const ANSWER_TIMEOUT_MS = 30_000;

/** What public.integration_queue_tick() answers, as far as it matters here. */
interface TickResult {
  workers_wanted?: number;
  /** Mails or calls of webhooks are to be made. */
  deliveries_due?: boolean;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function wake(name: string, { apiUrl, secretKey, log }: TickOptions): Promise<void> {
  try {
    const response = await fetch(`${apiUrl}/functions/v1/${name}`, {
      method: 'POST',
      headers: { apikey: secretKey, 'Content-Type': 'application/json' },
      body: '{}',
      signal: AbortSignal.timeout(10_000),
    });
    await response.body?.cancel();
    if (!response.ok) log(`[tick] Wake ${name}: it answered ${response.status}`);
  } catch (error) {
    log(`[tick] Wake ${name}: ${messageOf(error)}`);
  }
}

/** Stands in for pg_cron and pg_net: asks the queue for its demand and wakes so many workers. Errors are logged; the next tick tries again. */
export function startTick(options: TickOptions): Tick {
  const pool = openPool({
    connectionString: options.databaseUrl,
    max: 1,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    // The role belongs to the connection, so that a tick is one statement and no transaction can be left half-done.
    options: '-c role=service_role',
  });
  let isClosed = false;
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const tick = async () => {
    try {
      const { rows } = await pool.query<{ result: TickResult }>('select public.integration_queue_tick() as result');
      const { workers_wanted: workers = 0, deliveries_due: isMailDue = false } = rows[0]?.result ?? {};
      const names = Array.from({ length: workers }, () => 'process-integration-job');
      if (isMailDue) names.push('deliver-notifications');
      await Promise.all(names.map((name) => wake(name, options)));
    } catch (error) {
      if (!isClosed) options.log(`[tick] Ask the queue: ${messageOf(error)}`);
    }
    if (!isClosed) schedule();
  };
  const schedule = () => {
    timer = setTimeout(() => {
      running = tick();
    }, options.everyMs);
  };
  schedule();
  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await running;
      await pool.end();
    },
  };
}
