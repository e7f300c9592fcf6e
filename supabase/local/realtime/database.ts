import postgres, { type Sql } from 'postgres';
import { messageOf } from './types.ts';

export const PUBLICATION = 'supabase_realtime';

const MAX_CONNECTIONS = 4;
const IDLE_SECONDS = 30;
/** A policy that takes longer would hold up the changes of everybody. */
const STATEMENT_TIMEOUT_MS = 10_000;

/** Connections for questions to the catalogue and the policies. They open when needed and survive restarts of Postgres. */
export function openPool(databaseUrl: string): Sql {
  return postgres(databaseUrl, {
    max: MAX_CONNECTIONS,
    idle_timeout: IDLE_SECONDS,
    connect_timeout: 5,
    // Seconds. The default grows to 20, and clients would wait for it after a restart.
    backoff: () => 0.1,
    fetch_types: false,
    onnotice: () => {},
    connection: { application_name: 'realtime', TimeZone: 'UTC', statement_timeout: STATEMENT_TIMEOUT_MS },
  });
}

/** Whether a statement failed for want of a database (down, restarting, full) and not because of what it says. */
export function isConnectionError(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null ? String(Reflect.get(error, 'code')) : '';
  return /^(CONN|ECONN|EPIPE|ETIMEDOUT|08|57P|53300)/.test(code);
}

/** Checks that changes can be read at all. Rejects with what is wrong and how to set it right. */
export async function checkDatabase(sql: Sql): Promise<void> {
  const [row] = await sql<{ level: string; isPublished: boolean }[]>`
    select
      current_setting('wal_level') as level,
      exists (select from pg_publication where pubname = ${PUBLICATION}) as "isPublished"
  `.catch((error: unknown) => {
    throw new Error(`Connect Realtime to the database: ${messageOf(error)}`, { cause: error });
  });
  if (row?.level !== 'logical') {
    throw new Error(`Read the write-ahead log: wal_level must be 'logical', it is '${row?.level}'`);
  }
  if (!row.isPublished) throw new Error(`Read the write-ahead log: publication '${PUBLICATION}' does not exist`);
}
