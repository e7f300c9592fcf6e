import { randomUUID } from 'node:crypto';
import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, inject } from 'vitest';
import { bootstrap } from '../../../supabase/local/postgres/bootstrap.ts';
import { migrate } from '../../../supabase/local/postgres/migrate.ts';
import { projectDir } from '../../support/run.ts';

/** A database as the previous release left it, to be brought up to date in the middle of a test. */
export interface UpgradedDatabase {
  /** As the owner. */
  readonly sql: postgres.Sql;
  /** Applies what is new since the previous release, with the official CLI as a deployment does. */
  upgrade(): Promise<void>;
}

const migrations = join(projectDir, 'supabase', 'migrations');

/**
 * The migrations of the previous release, by name: previous-release.txt, to be replaced by `ls supabase/migrations` of the tag at each
 * release. Throws when one of them is no longer there or another one came before its end: what was released must not be rewritten.
 */
export async function previousRelease(): Promise<string[]> {
  const list = await readFile(join(import.meta.dirname, 'previous-release.txt'), 'utf8');
  const released = list.split('\n').filter((name) => name !== '');
  const now = (await readdir(migrations)).filter((name) => name.endsWith('.sql')).sort();
  const changed = released.findIndex((name, index) => now[index] !== name);
  if (changed >= 0) {
    throw new Error(`Cannot upgrade: the previous release had ${released[changed]}, in its place is ${now[changed]}`);
  }
  return released;
}

/** A folder with a project that has only these migrations. */
async function projectWith(names: string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'integracoes-release-'));
  await mkdir(join(folder, 'supabase', 'migrations'), { recursive: true });
  await copyFile(join(projectDir, 'supabase', 'config.toml'), join(folder, 'supabase', 'config.toml'));
  // The mails that config.toml names are read with it.
  await cp(join(projectDir, 'supabase', 'templates'), join(folder, 'supabase', 'templates'), { recursive: true });
  for (const name of names) await copyFile(join(migrations, name), join(folder, 'supabase', 'migrations', name));
  return folder;
}

/** Sets up such a database for the calling test file and drops it afterwards. */
export function previousReleaseDatabase(): UpgradedDatabase {
  const name = `upgrade_${randomUUID().replaceAll('-', '')}`;
  const server = inject('databaseServer');
  const url = server.urlOf.replace('{database}', name);
  const withAdmin = async (statement: string) => {
    const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
    await admin.unsafe(statement);
    await admin.end();
  };
  let sql: postgres.Sql | undefined;
  beforeAll(async () => {
    await withAdmin(`create database ${name}`);
    const adminUrl = new URL(server.adminUrl);
    adminUrl.pathname = `/${name}`;
    await bootstrap(adminUrl.href);
    const folder = await projectWith(await previousRelease());
    await migrate({ projectDir: folder, databaseUrl: url, withSeed: false });
    await rm(folder, { recursive: true });
    sql = postgres(url, { max: 30, onnotice: () => {} });
  });
  afterAll(async () => {
    await sql?.end();
    await withAdmin(`drop database if exists ${name} with (force)`);
  });
  return {
    get sql() {
      if (!sql) throw new Error('Cannot use the database: the test file has not started yet');
      return sql;
    },
    async upgrade() {
      const push = () => migrate({ projectDir, databaseUrl: url, withSeed: false });
      // In a deadlock with the work that goes on it may be the migration that Postgres gives up: the operator runs the command again.
      await push().catch((error: Error) =>
        error.message.includes('deadlock detected') ? push() : Promise.reject(error),
      );
    },
  };
}
