import { readFile } from 'node:fs/promises';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { become, testDatabase } from '../../support/database/database.ts';
import { createMember, createTenant, required, sqlstate } from '../../support/database/fixtures.ts';

const database = testDatabase();

/** What one request may cost the server: megabytes of one backend's memory, and ms. */
const MAX_MEGABYTES = 64;
const MAX_MS = 500;

const nested = (depth: number, inner: string) => `{"a":${'['.repeat(depth)}${inner}${']'.repeat(depth)}}`;
const many = (count: number, item: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => item(i)).join();

const HOSTILE: [name: string, json: string][] = [
  ['809 KB in 1,500 levels', nested(1_500, `"${'x'.repeat(809_000)}"`)],
  ['1,500 levels with something on each', `${'{"k":"x","a":'.repeat(1_500)}1${'}'.repeat(1_500)}`],
  ['33 levels', nested(32, '1')],
  ['1,350 numbers of 131,072 digits', `{"a":[${many(1_350, () => '1e131071')}]}`],
  ['ten such numbers', `{"a":[${many(10, () => '1e131071')}]}`],
  ['one number of 131,072 digits', '{"a":1e131071}'],
  ['numbers of 16,383 decimals', `{"a":[${many(600, () => '1e-16383')}]}`],
  ['a key of 500 KB', `{"${'k'.repeat(500_000)}":1}`],
  ['50,000 keys', `{${many(50_000, (i) => `"key${i}":${i}`)}}`],
  ['a text of 4 MB', `{"a":"${'x'.repeat(4_000_000)}"}`],
  ['a text of 4 MB that looks like many secrets', `{"a":"${'token=x basic a://@ '.repeat(200_000)}"}`],
  ['characters that unfold to eighteen', `{"a":"${'\ufdfa'.repeat(500_000)}"}`],
];

const megabytes = async (pid: number, field: string) => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(required(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status))[1]) / 1024;
};
// Only Linux tells the most that a process ever had; elsewhere the time has to do.
const canMeasure = process.platform === 'linux';

/** Runs one statement as the actor on a connection of its own; what it cost beyond what the connection had. */
async function costOf(actor: Parameters<typeof become>[1], statement: string, parameters: string[]) {
  const sql = postgres(database.url(), { max: 1, onnotice: () => {} });
  try {
    const [backend] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
    const { pid } = required(backend);
    const before = canMeasure ? await megabytes(pid, 'VmHWM') : 0;
    let ms = 0;
    const outcome = await sqlstate(
      sql.begin(async (transaction) => {
        await become(transaction, actor);
        const startedAt = performance.now();
        await transaction.unsafe(statement, parameters).finally(() => {
          ms = performance.now() - startedAt;
        });
      }),
    );
    const after = canMeasure ? await megabytes(pid, 'VmHWM') : 0;
    return { outcome, ms, megabytes: after - before };
  } finally {
    await sql.end();
  }
}

const WRITES: [name: string, statement: string][] = [
  [
    'a payload',
    "insert into public.integration_jobs (tenant_id, provider_slug, payload) values ($1, 'acessorias', $2::text::jsonb)",
  ],
  ['a configuration', 'update public.tenant_integrations set config = $2::text::jsonb where tenant_id = $1'],
  // A refusal by another rule would write the whole row into its message.
  [
    'a payload of a job of nobody',
    "insert into public.integration_jobs (tenant_id, provider_slug, payload) values (nullif($1, $1)::uuid, 'acessorias', $2::text::jsonb)",
  ],
  [
    'a configuration beside a wrong address',
    "update public.tenant_integrations set base_url = 'x', config = $2::text::jsonb where tenant_id = $1",
  ],
];

for (const [place, statement] of WRITES) {
  test.for(HOSTILE)(`${place} with %s is refused at no cost`, async ([, json]) => {
    const tenant = await createTenant(database.sql);
    const user = await createMember(database.sql, tenant, 'admin');
    for (const actor of [{ user }, 'service_role'] as const) {
      let cost = await costOf(actor, statement, [tenant.id, json]);
      // Another process may have had the processor: what it costs is the least that it can take.
      for (let tries = 1; cost.ms >= MAX_MS && tries < 4; tries += 1) {
        cost = await costOf(actor, statement, [tenant.id, json]);
      }
      expect(cost.outcome).toBe('23514');
      expect(cost.megabytes).toBeLessThan(MAX_MEGABYTES);
      expect(cost.ms).toBeLessThan(MAX_MS);
    }
  });
}

test('the largest values that are let through cost little to look into', async () => {
  const { sql } = database;
  const words = ['token', 'Basic', 'chave', 'passagem', 'a@b', 'ação', 'Bearer', '://', 'senha'];
  const text = Array.from({ length: 18_000 }, (_, index) => words[index % words.length]).join(' . ');
  const startedAt = performance.now();
  const [row] = await sql<{ size: number; safe: boolean }[]>`
    select pg_column_size(value) as size, private.is_safe_object(value, 262144) as safe
    from (select jsonb_build_object('text', ${text}::text) as value) as largest`;
  expect(required(row).size).toBeGreaterThan(140_000);
  expect(required(row).safe).toBe(true);
  expect(performance.now() - startedAt).toBeLessThan(MAX_MS);
});

test('a refusal does not repeat the secret that it refuses', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const refusal = sql`
    insert into public.integration_jobs (tenant_id, provider_slug, payload)
    values (${tenant.id}, 'acessorias', '{"senha": "cAn4ry"}')`.catch((error: unknown) => error);
  const told = await refusal;
  expect(told).toMatchObject({ code: '23514', constraint_name: 'payload_is_small_and_has_no_secret' });
  expect(JSON.stringify([(told as Error).message, told])).not.toContain('cAn4ry');
});

test('32 levels, numbers of 39 digits and 8,000 bytes are no attack', async () => {
  const small = [nested(31, '1'), `{"a":[${many(20, () => '1'.repeat(39))}]}`, `{"a":"${'é'.repeat(3_900)}"}`, '{}'];
  for (const json of small) {
    const [row] = await database.sql`select private.is_safe_object(${json}::text::jsonb, 8192) as safe`;
    expect(required(row).safe, json.slice(0, 80)).toBe(true);
  }
});

test('a cursor that a worker must not store is refused, whatever its size on disk', async () => {
  const { sql } = database;
  const bombs = [nested(40, '1'), `{"a":[${many(1_350, () => '1e131071')}]}`, `{"a":"${'x'.repeat(40_000)}"}`];
  for (const json of bombs) {
    const [row] = await sql`select private.is_small_json(${json}::text::jsonb, 32768) as small`;
    expect(required(row).small).toBe(false);
  }
});
