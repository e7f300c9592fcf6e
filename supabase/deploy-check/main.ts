import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { discoverFunctions } from '../local/functions/discover.ts';
import { databaseFacts } from './database.ts';
import type { Facts, KeyFact, Target } from './facts.ts';
import { functionState, keyFact } from './http.ts';
import { redact, report } from './report.ts';
import { deploymentSteps } from './steps.ts';

// `npm run deploy:check`: what a deployment still lacks, and the command for the next step. Changes nothing.

const USAGE = `npm run deploy:check -- [--url https://<ref>.supabase.co] [--db-url postgres://…]

Without --db-url (or SUPABASE_DB_URL) the linked project is asked; without --url (or SUPABASE_URL) its address is that of the
linked project. Secret keys are read from SUPABASE_SECRET_KEY and SUPABASE_SERVICE_ROLE_KEY, never from the command line.
Ends with 0 only when all is well.`;

const projectDir = resolve(import.meta.dirname, '..', '..');
const KEY_VARIABLES: KeyFact['variable'][] = ['SUPABASE_SECRET_KEY', 'SUPABASE_SERVICE_ROLE_KEY'];

/** Address of the project that `supabase link` chose; null when it chose none. */
async function linkedUrl(): Promise<string | null> {
  const ref = await readFile(join(projectDir, 'supabase', '.temp', 'project-ref'), 'utf8').catch(() => '');
  return ref.trim() === '' ? null : `https://${ref.trim()}.supabase.co`;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { url: { type: 'string' }, 'db-url': { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const { env } = process;
  const databaseUrl = values['db-url'] ?? env.SUPABASE_DB_URL ?? null;
  const url =
    (values.url ?? env.SUPABASE_URL ?? (databaseUrl === null ? await linkedUrl() : null))?.replace(/\/+$/, '') ?? null;
  const target: Target = { url, remoteFlag: databaseUrl === null ? '--remote' : '--remote="$SUPABASE_DB_URL"' };
  const sources = await discoverFunctions(projectDir);
  const [database, functions, keys] = await Promise.all([
    databaseFacts(projectDir, databaseUrl === null ? '--remote' : `--remote=${databaseUrl}`).then(
      (facts) => ({ facts, error: null }),
      (error: Error) => ({ facts: null, error: error.message }),
    ),
    Promise.all(url === null ? [] : sources.map(async ({ name }) => [name, await functionState(url, name)] as const)),
    Promise.all(
      KEY_VARIABLES.map((variable) => keyFact(url ?? '', variable, url === null ? undefined : env[variable])),
    ),
  ]);
  const facts: Facts = {
    database: database.facts,
    databaseError: database.error,
    functions: Object.fromEntries(functions),
    keys,
  };
  const steps = deploymentSteps(facts, target);
  const secrets = [databaseUrl ?? '', ...KEY_VARIABLES.map((variable) => env[variable] ?? '')];
  console.log(redact(report(steps), secrets));
  if (values['db-url'] && !env.SUPABASE_DB_URL)
    console.log('SUPABASE_DB_URL stands for the address that you gave as --db-url.');
  return steps.every(({ problem }) => problem === null) ? 0 : 1;
}

process.exitCode = await main().catch((error: Error) => {
  console.error(`${error.message}\n\n${USAGE}`);
  return 2;
});
