import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import { afterAll, expect, test } from 'vitest';
import { apiUrl, databaseUrl, localConfig } from '../../../supabase/local/config.ts';
import { descendants } from './support/process-tree.ts';
import { temporaryFolder, testEnvironment, waitFor } from './support/support.ts';

const TENANT = '00000000-0000-4000-8000-00000000000a';
/** A lease of the test: the computer sleeps for longer, as it would for longer than a minute. */
const LEASE_SECONDS = 1;
const SLEEP_MS = 3_000;

const folder = await temporaryFolder();
const environment = {
  ...(await testEnvironment(folder.path)),
  INTEGRACOES_TICK_MS: '200',
  INTEGRACOES_SANDBOX_LATENCY_MS: '150',
};
const config = localConfig(environment);
const child = spawn(process.execPath, [join(config.projectDir, 'supabase/local/start.ts'), '--no-app'], {
  env: { ...process.env, ...environment },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let output = '';
child.stdout.on('data', (data: Buffer) => {
  output += data.toString();
});
afterAll(async () => {
  child.kill('SIGINT');
  await waitFor('the stack has ended', () => child.exitCode !== null, 20_000);
  await folder.remove();
});

/** Every process of the stack stands still for a while, and the clock goes on: what closing a laptop is to them. */
async function sleep(): Promise<void> {
  const family = [child.pid ?? 0, ...(await descendants(child.pid ?? 0))];
  for (const pid of family) process.kill(pid, 'SIGSTOP');
  await delay(SLEEP_MS);
  for (const pid of family.toReversed()) process.kill(pid, 'SIGCONT');
}

test('a run goes on to its end after a sleep that outlasts its lease, once, and everything works as before', async () => {
  await waitFor('the stack is ready', () => output.includes('Ready in'), 60_000);
  const sql = postgres(databaseUrl(config), { max: 1, onnotice: () => {} });
  const client = createClient(apiUrl(config), config.publishableKey, { auth: { persistSession: false } });
  const { error } = await client.auth.signInWithPassword({ email: 'admin@aurora.test', password: 'integracoes' });
  expect(error).toBeNull();
  const heard: string[] = [];
  let isSubscribed = false;
  client
    .channel('jobs')
    .on('postgres_changes', { event: 'UPDATE', schema: 'public', table: 'integration_jobs' }, (change) =>
      heard.push(`${change.new.id} ${change.new.status}`),
    )
    .on('system', {}, ({ status }: { status: string }) => {
      isSubscribed = status === 'ok';
    })
    .subscribe();
  await waitFor('changes flow', () => isSubscribed);

  const submit = async (provider: string) => {
    const { data } = await client.functions.invoke('run-integration', {
      body: { tenant_id: TENANT, provider_slug: provider },
    });
    return String(data.job_id);
  };
  const jobOf = async (id: string) =>
    (await client.from('integration_jobs').select('status, processed_count, error_code').eq('id', id).single()).data;
  const setLease = (seconds: number) =>
    sql`update private.queue_settings set lease_seconds = ${seconds} where only_row`;

  const id = await submit('acessorias');
  await waitFor('it has read something', async () => Number((await jobOf(id))?.processed_count) > 0, 20_000);
  await setLease(LEASE_SECONDS);
  await waitFor(
    'it has been given the short lease',
    async () => {
      const [row] =
        await sql`select expires_at < now() + interval '2 seconds' as is_short from private.job_leases where job_id = ${id}`;
      return row?.is_short;
    },
    20_000,
  );
  await sleep();
  await setLease(60);
  await waitFor('it has ended', async () => !['pending', 'running'].includes((await jobOf(id))?.status), 60_000);
  expect(await jobOf(id)).toMatchObject({ status: 'success', processed_count: 511 });
  expect(await sql`select from public.companies where tenant_id = ${TENANT} and gone_at is null`).toHaveLength(511);
  await waitFor('the window that stayed open has heard of it', () => heard.includes(`${id} success`));

  // Another provider: two reads of this one within a minute are more than it allows.
  const next = await submit('onecode');
  await waitFor('the next one has ended', async () => (await jobOf(next))?.status === 'success', 60_000);
  await waitFor('the window has heard of it', () => heard.includes(`${next} success`));
  await client.removeAllChannels();
  await client.auth.signOut();
  await sql.end();
}, 200_000);
