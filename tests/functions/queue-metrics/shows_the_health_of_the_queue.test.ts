import { expect, test } from 'vitest';
import { testStack } from '../../support/stack/stack-client.ts';

const stack = testStack();

const scrape = (headers: Record<string, string>, method = 'GET') =>
  fetch(`${stack.apiUrl}/functions/v1/queue-metrics`, { method, headers });

/** `name{label="value"}` -> number, for every line that is a sample; fails on a line that is neither sample nor metadata. */
function samplesOf(text: string): Map<string, number> {
  expect(text.endsWith('\n# EOF\n')).toBe(true);
  const samples = new Map<string, number>();
  for (const line of text.trimEnd().split('\n')) {
    if (line.startsWith('# ')) continue;
    const [, series, value] = /^([a-z_]+(?:\{[a-z_]+="[^"\n]*"\})?) (-?[0-9.e+-]+)$/.exec(line) ?? [];
    expect([line, series]).toEqual([line, expect.any(String)]);
    samples.set(String(series), Number(value));
  }
  return samples;
}

test('a secret key gets the figures of the health as OpenMetrics', async () => {
  const { tenant } = await stack.createAdmin();
  await stack.sql`
    insert into public.integration_jobs (tenant_id, provider_slug, run_after)
    values (${tenant.id}, 'acessorias', now() + interval '1 hour')`;
  const response = await scrape({ apikey: stack.secretKey });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
  const samples = samplesOf(await response.text());
  expect(samples.get('integration_queue_waiting_jobs{provider="acessorias"}')).toBeGreaterThan(0);
  expect(samples.get('integration_queue_max_running')).toBe(64);
});

test('every figure of the health is there, under a provider where it has one', async () => {
  const samples = samplesOf(await (await scrape({ apikey: stack.secretKey })).text());
  const [row] = await stack.sql<{ health: { providers: Record<string, Record<string, unknown>>; pokes: object } }[]>`
    select private.health() as health`;
  const names = new Set([...samples.keys()].map((series) => series.replace(/^integration_queue_|\{.*$/g, '')));
  // Sums and the oldest over all providers are the reader's; the time of the tick is its age, what failed last is text.
  const elsewhere: Record<string, string> = {
    due: 'due_jobs',
    waiting: 'waiting_jobs',
    running: 'running_jobs',
    slots: 'max_running',
    providers: 'slots',
    failed_parts: 'failed_tick_parts',
    last_tick_at: 'last_tick_age_seconds',
    pokes: 'pokes_last_hour',
  };
  const missing = Object.keys(row?.health ?? {}).filter((figure) => !names.has(elsewhere[figure] ?? figure));
  expect(missing).toEqual([]);
  for (const provider of Object.keys(row?.health.providers ?? {})) {
    for (const name of ['due_jobs', 'waiting_jobs', 'running_jobs', 'slots', 'oldest_due_seconds']) {
      expect([...samples.keys()]).toContain(`integration_queue_${name}{provider="${provider}"}`);
    }
  }
  for (const outcome of ['accepted', 'refused', 'failed']) {
    expect([...samples.keys()]).toContain(`integration_queue_pokes_last_hour{outcome="${outcome}"}`);
  }
});

test('a bearer is taken as well, and monitoring need not send a body', async () => {
  expect((await scrape({ Authorization: `Bearer ${stack.secretKey}` })).status).toBe(200);
  expect((await scrape({ apikey: stack.secretKey }, 'POST')).status).toBe(200);
});

test('nobody else gets a figure: no key, a publishable one, a user, a worker', async () => {
  const { token } = await stack.createAdmin();
  const [row] = await stack.sql<{ key: string }[]>`
    select decrypted_secret as key from vault.decrypted_secrets where name = 'integrations_worker_key'`;
  for (const headers of [
    {},
    { apikey: stack.publishableKey },
    { apikey: stack.publishableKey, Authorization: `Bearer ${token}` },
    { Authorization: `Bearer ${token}` },
    { apikey: String(row?.key), 'X-Worker-Key': String(row?.key) },
    { apikey: `${stack.secretKey}x` },
  ] as Record<string, string>[]) {
    const response = await scrape(headers);
    expect([response.status, await response.json()]).toMatchObject([401, { error: { code: 'unauthorized' } }]);
  }
});

test('other methods are refused in our words', async () => {
  for (const method of ['PUT', 'PATCH', 'DELETE']) {
    const response = await scrape({ apikey: stack.secretKey }, method);
    expect([response.status, await response.json()]).toMatchObject([405, { error: { code: 'method_not_allowed' } }]);
  }
});
