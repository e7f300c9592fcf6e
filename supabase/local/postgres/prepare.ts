import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { databaseUrl, type LocalConfig } from '../config.ts';
import { bootstrapDatabase } from './bootstrap.ts';
import { migrate } from './migrate.ts';

/** Versions of the migration files, as the CLI records them. */
async function migrationFiles(projectDir: string): Promise<string[]> {
  const files = await readdir(join(projectDir, 'supabase', 'migrations'));
  return files.flatMap((file) => /^(\d+)_.*\.sql$/.exec(file)?.[1] ?? []);
}

interface State {
  hasAllMigrations: boolean;
  isSeeded: boolean;
}

/**
 * What is done already, from the tables in which the CLI keeps its history. Throws when that history is not this project's: such a
 * database would look complete, and half of what the functions call would be of another state of the project.
 */
async function readState(sql: postgres.Sql, projectDir: string): Promise<State> {
  const [tables] = await sql<{ migrations: boolean; seeds: boolean }[]>`
    select to_regclass('supabase_migrations.schema_migrations') is not null as migrations,
      to_regclass('supabase_migrations.seed_files') is not null as seeds`;
  const applied = tables?.migrations
    ? await sql<{ version: string }[]>`select version from supabase_migrations.schema_migrations`
    : [];
  const seeds = tables?.seeds ? await sql`select 1 from supabase_migrations.seed_files limit 1` : [];
  const done = new Set(applied.map(({ version }) => version));
  const files = await migrationFiles(projectDir);
  const foreign = [...done].filter((version) => !files.includes(version));
  if (foreign.length > 0) {
    throw new Error(
      `Apply the migrations: the local data has ${foreign.join(', ')}, which this state of the project does not have. Run "npm run reset" to begin with new data`,
    );
  }
  return { hasAllMigrations: files.every((version) => done.has(version)), isSeeded: seeds.length > 0 };
}

/** The seed names the local mail service by its default port. */
async function pointAtMail(sql: postgres.Sql, apiPort: number): Promise<void> {
  await sql`
    select vault.update_secret(id, ${`http://127.0.0.1:${apiPort}/mail/messages`})
    from vault.decrypted_secrets
    where name = 'integrations_mail_url' and decrypted_secret ~ '^http://127[.]0[.]0[.]1:[0-9]+/mail/messages$'`;
}

const SANDBOX_ADDRESSES = [
  ['tenant_integrations', 'base_url', 'provider_slug'],
  ['integration_providers', 'default_base_url', 'slug'],
  ['integration_providers', 'base_url_example', 'slug'],
] as const;

/** The seed names the sandbox by its default port. */
async function pointAtSandbox(sql: postgres.Sql, sandboxPort: number): Promise<void> {
  for (const [table, column, slug] of SANDBOX_ADDRESSES) {
    const address = sql`'http://127.0.0.1:' || ${sandboxPort}::text || '/' || ${sql(slug)}`;
    await sql`
      update public.${sql(table)} set ${sql(column)} = ${address}
      where ${sql(column)} ~ '^http://127[.]0[.]0[.]1:[0-9]+/[a-z]+$' and ${sql(column)} <> ${address}`;
  }
}

/**
 * Brings the database up to date: what the platform gives, then new migrations, then the demo data unless it is there already.
 * Does little when nothing is new. Rejects with the CLI's message when a migration fails.
 */
export async function prepareDatabase(config: LocalConfig, withSeed: boolean, signal?: AbortSignal): Promise<void> {
  const sql = postgres(databaseUrl(config, 'supabase_admin'), { max: 1, onnotice: () => {} });
  try {
    await bootstrapDatabase(sql);
    const { hasAllMigrations, isSeeded } = await readState(sql, config.projectDir);
    const needsSeed = withSeed && !isSeeded;
    if (!hasAllMigrations || needsSeed) {
      await migrate({ projectDir: config.projectDir, databaseUrl: databaseUrl(config), withSeed: needsSeed, signal });
    }
    if (withSeed) {
      await pointAtSandbox(sql, config.sandboxPort);
      await pointAtMail(sql, config.apiPort);
    }
  } finally {
    await sql.end();
  }
}
