import { parseArgs } from 'node:util';
import { createClient } from '@supabase/supabase-js';
import { apiUrl, localConfig } from '../local/config.ts';
import { createTenant, type NewTenant } from './tenant.ts';

// `npm run tenant:create`: a new tenant ("grupo") with its first admin.

const USAGE = `npm run tenant:create -- --name "Aurora Contabilidade" --slug aurora --time-zone America/Sao_Paulo --admin ana@aurora.com.br

Without SUPABASE_URL and SUPABASE_SECRET_KEY it works on the local stack (npm start), with both on that project. The secret key is
read from the environment, never from the command line. Who has no account yet is invited by e-mail.`;

/** What is missing on the command line, or a setting that has no partner. */
class UsageError extends Error {}

function readTenant(): NewTenant | null {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { name: text, slug: text, 'time-zone': text, admin: text, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return null;
  const { name, slug, 'time-zone': timeZone, admin } = values;
  if (!(name && slug && timeZone && admin)) {
    throw new UsageError('Cannot create a tenant: --name, --slug, --time-zone and --admin are all needed');
  }
  return { name, slug, timeZone, admin };
}

/** The project to work on; both settings of it or neither, so that nothing goes to the wrong one. */
function project(env: NodeJS.ProcessEnv): { url: string; secretKey: string; mails: string | null } {
  const { SUPABASE_URL: url, SUPABASE_SECRET_KEY: secretKey } = env;
  if (url && secretKey) return { url, secretKey, mails: null };
  if (url || secretKey) {
    throw new UsageError('Cannot choose the project: set both SUPABASE_URL and SUPABASE_SECRET_KEY, or neither');
  }
  const config = localConfig(env);
  return { url: apiUrl(config), secretKey: config.secretKey, mails: `${apiUrl(config)}/mail` };
}

async function main(): Promise<void> {
  const tenant = readTenant();
  if (tenant === null) {
    console.log(USAGE);
    return;
  }
  const { url, secretKey, mails } = project(process.env);
  const service = createClient(url, secretKey, { auth: { persistSession: false, autoRefreshToken: false } });
  const { id, isInvited } = await createTenant(service, tenant);
  console.log(`Created ${tenant.name} (${tenant.slug}) on ${url}: ${id}`);
  if (!isInvited) console.log(`${tenant.admin} has an account and is its admin.`);
  else console.log(`${tenant.admin} was invited and is its admin once the invitation is accepted.`);
  if (isInvited && mails !== null) console.log(`The mail is at ${mails}`);
}

await main().catch((error: Error) => {
  const isUsage = error instanceof UsageError || 'code' in error;
  console.error(isUsage ? `${error.message}\n\n${USAGE}` : error.message);
  process.exitCode = isUsage ? 2 : 1;
});
