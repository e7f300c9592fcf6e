import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cli } from '../local/postgres/migrate.ts';
import type { DatabaseFacts, Health } from './facts.ts';

/** What is there: only then may it be asked for its contents. */
interface Presence {
  extensions: string[];
  hasVault: boolean;
  hasCron: boolean;
  hasHistory: boolean;
  hasHealth: boolean;
}

const PRESENCE = `
  select jsonb_build_object(
    'extensions', (select coalesce(jsonb_agg(extname), '[]') from pg_catalog.pg_extension),
    'hasVault', to_regclass('vault.decrypted_secrets') is not null,
    'hasCron', to_regclass('cron.job_run_details') is not null,
    'hasHistory', to_regclass('supabase_migrations.schema_migrations') is not null,
    'hasHealth', to_regprocedure('private.health()') is not null
  ) as facts`;

interface Contents {
  migrations: string[];
  secrets: string[];
  projectUrl: string | null;
  schedule: DatabaseFacts['schedule'];
  runs: DatabaseFacts['runs'];
  health: Health | null;
}

const SECRET_NAMES = ['integrations_project_url', 'integrations_worker_key'];

/** One statement for all contents; of what is missing, an empty answer. Of the two secrets only the address is decrypted. */
function contentsOf({ hasVault, hasCron, hasHistory, hasHealth }: Presence): string {
  const names = SECRET_NAMES.map((name) => `'${name}'`).join(', ');
  const list = (isThere: boolean, sql: string) =>
    isThere ? `(select coalesce(jsonb_agg(item), '[]') from (${sql}) as rows)` : "'[]'::jsonb";
  const one = (isThere: boolean, sql: string) => (isThere ? `(${sql})` : 'null::jsonb');
  const fields = {
    migrations: list(hasHistory, 'select version as item from supabase_migrations.schema_migrations'),
    secrets: list(hasVault, `select name as item from vault.decrypted_secrets where name in (${names})`),
    projectUrl: one(hasVault, `select decrypted_secret from vault.decrypted_secrets where name = '${SECRET_NAMES[0]}'`),
    schedule: one(
      hasCron,
      "select jsonb_build_object('schedule', schedule, 'active', active) from cron.job where jobname = 'integration-queue' limit 1",
    ),
    runs: list(
      hasCron,
      `select jsonb_build_object('status', run.status, 'message', run.return_message) as item
       from cron.job_run_details as run join cron.job using (jobid)
       where job.jobname = 'integration-queue' order by run.start_time desc limit 5`,
    ),
    health: one(hasHealth, 'select private.health()'),
  };
  return `select jsonb_build_object(${Object.entries(fields)
    .map(([name, sql]) => `'${name}', ${sql}`)
    .join(', ')}) as facts`;
}

/** Runs one read-only statement with the official CLI, on the linked project or the given database. Rejects with the CLI's message. */
function ask<T>(projectDir: string, remote: string, sql: string): Promise<T> {
  const args = [cli(), 'db', 'query', remote, '--read-only', '-o', 'json', '--workdir', projectDir, sql];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, SUPABASE_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      // The CLI may greet on the same stream before the rows begin.
      const begin = texts.stdout.search(/^\[/m);
      if (code !== 0 || begin < 0) {
        const lines = texts.stderr.split('\n').filter((line) => line !== '' && !/^Target:|--debug/.test(line));
        reject(new Error(lines.slice(0, 3).join(' ') || `supabase db query ended with ${code}`));
        return;
      }
      const [row] = JSON.parse(texts.stdout.slice(begin)) as { facts: T }[];
      if (row) resolve(row.facts);
      else reject(new Error('supabase db query gave no row'));
    });
  });
}

/** Everything about the database, in two questions. `remote` is the CLI's flag. Rejects when it cannot be asked. */
export async function databaseFacts(projectDir: string, remote: string): Promise<DatabaseFacts> {
  const presence = await ask<Presence>(projectDir, remote, PRESENCE);
  const contents = await ask<Contents>(projectDir, remote, contentsOf(presence));
  const files = await readdir(join(projectDir, 'supabase', 'migrations'));
  const versions = files.flatMap((file) => /^(\d+)_.*\.sql$/.exec(file)?.[1] ?? []).sort();
  const { migrations, secrets, ...others } = contents;
  return {
    ...others,
    missingMigrations: versions.filter((version) => !migrations.includes(version)),
    unknownMigrations: migrations.filter((version) => !versions.includes(version)).sort(),
    missingExtensions: ['pg_cron', 'pg_net'].filter((name) => !presence.extensions.includes(name)),
    hasVault: presence.hasVault,
    missingSecrets: SECRET_NAMES.filter((name) => !secrets.includes(name)),
  };
}
