import { expect, inject, test } from 'vitest';
import { run, toolEnv } from '../../support/run.ts';

const stack = inject('stack');

/** The command as a developer runs it. */
const check = (env: Record<string, string>, url = stack.apiUrl) =>
  run('node', ['supabase/deploy-check/main.ts', '--url', url], {
    env: toolEnv({ SUPABASE_DB_URL: stack.databaseUrl, ...env }),
  });

test.concurrent('of a deployment the local stack lacks the schedule, its extensions and its secrets, and nothing else', async () => {
  const { code, output } = await check({ SUPABASE_SECRET_KEY: stack.secretKey });
  expect(code).toBe(1);
  expect(output.split('\n').filter((line) => /^[✓✗]/.test(line))).toEqual([
    '✓ The database can be asked',
    '✓ All migrations are applied',
    '✗ pg_cron, pg_net and Vault are enabled',
    '✗ Vault holds the address and the key for waking workers',
    '✓ All functions are deployed',
    '✓ A secret key opens REST and functions',
    '✗ The tick is scheduled and its runs succeed',
    '✓ The queue is alive',
  ]);
  expect(output).toContain('Missing: pg_cron, pg_net\n');
  expect(output).toContain('Missing: integrations_project_url\n');
  expect(output).toContain('"create extension if not exists pg_cron"');
});

test.concurrent('a wrong key and a wrong address are named, and no secret is shown', async () => {
  const [wrongKey, nowhere] = await Promise.all([
    check({ SUPABASE_SECRET_KEY: 'sb_secret_of_nobody', SUPABASE_SERVICE_ROLE_KEY: stack.secretKey }),
    check({ SUPABASE_DB_URL: 'postgres://me:pass-of-mine@127.0.0.1:9/x' }, 'http://127.0.0.1:9'),
  ]);
  expect(wrongKey.output).toContain('SUPABASE_SECRET_KEY is refused by REST and functions\n');
  expect(nowhere.code).toBe(1);
  expect(nowhere.output).toContain('run-integration cannot be reached');
  expect(nowhere.output).toContain('ECONNREFUSED');
  const said = wrongKey.output + nowhere.output;
  expect(said).not.toMatch(/sb_secret|pass-of-mine|postgres:postgres/);
});
