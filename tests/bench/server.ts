import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { databaseUrl } from '../../supabase/local/config.ts';
import { bootstrap } from '../../supabase/local/postgres/bootstrap.ts';
import { migrate } from '../../supabase/local/postgres/migrate.ts';
import { startPostgres } from '../../supabase/local/postgres/postgres.ts';
import { freePort } from '../support/database/database-setup.ts';
import { projectDir } from '../support/run.ts';

export interface BenchDatabase {
  /** The owner of the tables. */
  sql: postgres.Sql;
  /** A superuser: fills tables without triggers and foreign keys. */
  admin: postgres.Sql;
  /** So many more connections as the owner, for callers side by side. The caller ends them. */
  connect(max: number): postgres.Sql;
}

export interface BenchServer {
  /** A new database with nothing but our migrations. */
  create(name: string): Promise<BenchDatabase>;
  /** A new database with nothing in it; returns its connection string. */
  createEmpty(name: string): Promise<string>;
  close(): Promise<void>;
}

/** A Postgres of its own, gone again after `close`. */
export async function startServer(isDurable: boolean): Promise<BenchServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'integracoes-bench-'));
  const server = { dataDir, dbPort: await freePort(), isDurable };
  const running = await startPostgres(server);
  const open: postgres.Sql[] = [];
  const connectAs = (role: string, name: string, max: number) =>
    postgres(databaseUrl(server, role, name), { max, onnotice: () => {} });
  const createEmpty = async (name: string) => {
    const root = connectAs('supabase_admin', 'postgres', 1);
    await root.unsafe(`create database ${name}`);
    await root.end();
    return databaseUrl(server, 'supabase_admin', name);
  };
  return {
    createEmpty,
    async create(name) {
      await createEmpty(name);
      await bootstrap(databaseUrl(server, 'supabase_admin', name));
      await migrate({ projectDir, databaseUrl: databaseUrl(server, 'postgres', name), withSeed: false });
      const database = {
        sql: connectAs('postgres', name, 8),
        admin: connectAs('supabase_admin', name, 1),
        connect: (max: number) => connectAs('postgres', name, max),
      };
      open.push(database.sql, database.admin);
      return database;
    },
    async close() {
      await Promise.all(open.map((sql) => sql.end()));
      await running.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
