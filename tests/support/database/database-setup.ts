import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { databaseUrl } from '../../../supabase/local/config.ts';
import { bootstrap } from '../../../supabase/local/postgres/bootstrap.ts';
import { migrate } from '../../../supabase/local/postgres/migrate.ts';
import { startPostgres } from '../../../supabase/local/postgres/postgres.ts';
import { projectDir } from '../run.ts';

const TEMPLATE = 'migrated';

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('No port')),
      );
    });
  });
}

/** A Postgres whose template only the platform's bootstrap and our migrations touched. */
export interface DatabaseServer {
  /** Connection string of the superuser. */
  adminUrl: string;
  template: string;
  /** Connection string of the migration role, with `{database}` for the name. */
  urlOf: string;
  stop(): Promise<void>;
}

/** Starts a Postgres in a folder of its own and migrates the template. */
export async function startDatabaseServer(): Promise<DatabaseServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'integracoes-database-'));
  const server = { dataDir, dbPort: await freePort(), isDurable: false };
  const running = await startPostgres(server);
  const adminUrl = databaseUrl(server, 'supabase_admin');

  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${TEMPLATE}`);
  await admin.end();
  await bootstrap(databaseUrl(server, 'supabase_admin', TEMPLATE));
  await migrate({ projectDir, databaseUrl: databaseUrl(server, 'postgres', TEMPLATE), withSeed: false });
  return {
    adminUrl,
    template: TEMPLATE,
    urlOf: databaseUrl(server, 'postgres', '{database}'),
    async stop() {
      await running.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** One server for all database tests: a grant that is missing on a hosted project is missing here too. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stop, ...server } = await startDatabaseServer();
  project.provide('databaseServer', server);
  return stop;
}
