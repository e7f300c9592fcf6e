import { DatabaseError, type Pool } from 'pg';
import { openPool } from '../../postgres/pool.ts';
import { messageOf } from '../types.ts';

export const PUBLICATION = 'supabase_realtime';

const MAX_CONNECTIONS = 4;
const IDLE_MS = 30_000;
const CONNECT_TIMEOUT_MS = 5_000;
/** A policy that takes longer would hold up the changes of everybody. */
const STATEMENT_TIMEOUT_MS = 10_000;
/** Beyond what Postgres itself allows: it is frozen, or the connection is dead and nobody says so. */
const ANSWER_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 2_000;

/** Connections for questions to the catalogue and the policies. They open when needed and survive restarts of Postgres. */
export function openCatalogue(databaseUrl: string): Pool {
  return openPool({
    connectionString: databaseUrl,
    max: MAX_CONNECTIONS,
    idleTimeoutMillis: IDLE_MS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'realtime',
    options: '-c timezone=UTC',
  });
}

/** What `pg` says, without a code, of connections that are gone or cannot be had. */
const LOST =
  /^(Connection terminated|Client (has encountered|was closed)|timeout exceeded|Query read timeout|Cannot use a pool)/;

/** Whether a statement failed for want of a database (down, restarting, full) and not because of what it says. */
export function isConnectionError(error: unknown): boolean {
  if (error instanceof DatabaseError) return /^(08|57P|53300)/.test(error.code ?? '');
  if (!(error instanceof Error)) return false;
  return LOST.test(error.message) || /^(ECONN|EPIPE|ETIMEDOUT)/.test(String(Reflect.get(error, 'code')));
}

/** Checks that changes can be read at all. Rejects with what is wrong and how to set it right. */
export async function checkDatabase(pool: Pool): Promise<void> {
  const { rows } = await pool
    .query<{ level: string; isPublished: boolean }>(
      `select
        current_setting('wal_level') as level,
        exists (select from pg_publication where pubname = $1) as "isPublished"`,
      [PUBLICATION],
    )
    .catch((error: unknown) => {
      throw new Error(`Connect Realtime to the database: ${messageOf(error)}`, { cause: error });
    });
  const [row] = rows;
  if (row?.level !== 'logical') {
    throw new Error(`Read the write-ahead log: wal_level must be 'logical', it is '${row?.level}'`);
  }
  if (!row.isPublished) throw new Error(`Read the write-ahead log: publication '${PUBLICATION}' does not exist`);
}
