import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';

export interface BootstrapOptions {
  /** Also creates schema auth (users, sessions, auth.uid()). Default true. */
  withAuth?: boolean;
}

const script = (name: string) => readFile(join(import.meta.dirname, 'platform', name), 'utf8');

/**
 * Gives a database what a new Supabase project has: roles, publication, schemas extensions, auth and vault, and not one grant
 * on public tables. `sql` is a connection of supabase_admin. May be repeated.
 */
export async function bootstrapDatabase(sql: postgres.Sql, { withAuth = true }: BootstrapOptions = {}): Promise<void> {
  const scripts = ['bootstrap.sql', ...(withAuth ? ['auth.sql'] : []), 'vault.sql', 'realtime.sql', 'schema-cache.sql'];
  for (const name of scripts) {
    await sql.unsafe(await script(name)).simple();
  }
}

/** The same for a connection string of supabase_admin. */
export async function bootstrap(url: string, options?: BootstrapOptions): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await bootstrapDatabase(sql, options);
  } finally {
    await sql.end();
  }
}
