import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { databaseUrl, type LocalConfig, localConfig } from '../../../../supabase/local/config.ts';
import { bootstrap } from '../../../../supabase/local/postgres/bootstrap.ts';
import { startPostgres } from '../../../../supabase/local/postgres/postgres.ts';

export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'integracoes-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Ports that were free a moment ago, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            resolve(typeof address === 'object' && address ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Environment of a stack with its own ports and data. */
export async function testEnvironment(dataDir: string): Promise<Record<string, string>> {
  const [app, api, db, sandbox] = await freePorts(4);
  return {
    INTEGRACOES_DATA_DIR: dataDir,
    INTEGRACOES_APP_PORT: String(app),
    INTEGRACOES_API_PORT: String(api),
    INTEGRACOES_DB_PORT: String(db),
    INTEGRACOES_SANDBOX_PORT: String(sandbox),
    INTEGRACOES_DB_DURABLE: 'false',
  };
}

export async function testConfig(dataDir: string): Promise<LocalConfig> {
  return localConfig(await testEnvironment(dataDir));
}

export interface TestDatabase {
  config: LocalConfig;
  adminUrl: string;
  /** A connection of role postgres, closed by `close`. */
  sql: postgres.Sql;
  close(): Promise<void>;
}

/** A new Postgres with the platform's bootstrap and nothing else. */
export async function startDatabase(): Promise<TestDatabase> {
  const folder = await temporaryFolder();
  const config = await testConfig(folder.path);
  const server = await startPostgres(config);
  const adminUrl = databaseUrl(config, 'supabase_admin');
  await bootstrap(adminUrl);
  const sql = postgres(databaseUrl(config), { max: 4, onnotice: () => {} });
  return {
    config,
    adminUrl,
    sql,
    async close() {
      await sql.end();
      await server.stop();
      await folder.remove();
    },
  };
}

/** Writes files (path -> text) below a folder. */
export async function writeFiles(folder: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** Waits until `probe` gives something truthy, and returns it. Fails after `timeoutMs`, naming `what`. */
export async function waitFor<T>(
  what: string,
  probe: () => T | Promise<T>,
  timeoutMs = 10_000,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    const value = await probe();
    if (value) return value as NonNullable<T>;
    await delay(20);
  }
  throw new Error(`Wait until ${what}: it did not happen within ${timeoutMs} ms`);
}
