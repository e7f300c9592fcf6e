import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { readJob, required } from '../../support/database/fixtures.ts';
import { testStack } from '../../support/stack/stack-client.ts';
import { createWorld, type World } from './support/world.ts';

const stack = testStack();
let world: World;
beforeAll(async () => {
  world = await createWorld(stack);
});

const denied = { code: '42501' };
/** A pending job of the own tenant that no worker takes. */
async function pendingJob(): Promise<string> {
  const [job] = await stack.sql<{ id: string }[]>`
    insert into public.integration_jobs (tenant_id, provider_slug, run_after)
    values (${world.own.tenant.id}, 'acessorias', now() + interval '1 day')
    on conflict (tenant_id, provider_slug) where status in ('pending', 'running') do update set step = null
    returning id`;
  return required(job).id;
}

describe('jobs', () => {
  test.for([
    ['success', { status: 'success' }, 'IQ001'],
    ['running', { status: 'running' }, 'IQ001'],
    ['error', { status: 'error' }, 'IQ001'],
    ['a status that there is not', { status: 'done' }, 'IQ001'],
    ['pending, as it is', { status: 'pending' }, '42501'],
    ['progress', { progress: 50 }, '42501'],
    ['attempts', { attempts: 0 }, '42501'],
    ['a result', { result: { processed: 1 } }, '42501'],
    ['an error text', { error_message: 'x', error_code: 'x' }, '42501'],
    ['the tenant', { tenant_id: randomUUID() }, '42501'],
    ['the author', { created_by: randomUUID() }, '42501'],
    ['the due time', { run_after: '2020-01-01T00:00:00Z' }, '42501'],
    ['canceled and a column more', { status: 'canceled', progress: 100 }, '42501'],
    ['canceled and an author', { status: 'canceled', canceled_by: randomUUID() }, '42501'],
  ] as const)('an admin cannot write %s', async ([, change, code]) => {
    const id = await pendingJob();
    const before = await readJob(stack.sql, id);
    const { error } = await world.own.client.from('integration_jobs').update(change).eq('id', id);
    expect(error).toMatchObject({ code });
    expect(await readJob(stack.sql, id)).toEqual(before);
  });

  test.for([
    ['a status', { status: 'success' }],
    ['an author', { created_by: randomUUID() }],
    ['an id', { id: randomUUID() }],
    ['progress', { progress: 99 }],
    ['attempts', { max_attempts: 20 }],
    ['a due time', { run_after: '2020-01-01T00:00:00Z' }],
    ['a time of creation', { created_at: '2020-01-01T00:00:00Z' }],
  ] as const)('an admin cannot enqueue a job with %s of his own', async ([, columns]) => {
    const row: Record<string, unknown> = { tenant_id: world.own.tenant.id, provider_slug: 'acessorias', ...columns };
    expect((await world.own.client.from('integration_jobs').insert(row)).error).toMatchObject(denied);
    expect((await world.own.client.from('integration_jobs').upsert(row)).error).toMatchObject(denied);
  });

  test('nobody deletes a job, an auditor and a member move none', async () => {
    const id = await pendingJob();
    for (const { client } of [world.own, world.auditor, world.member]) {
      expect((await client.from('integration_jobs').delete().eq('id', id)).error).toMatchObject(denied);
    }
    for (const { client } of [world.auditor, world.member, world.foreign]) {
      const canceled = await client.from('integration_jobs').update({ status: 'canceled' }).eq('id', id).select();
      expect([canceled.data, canceled.error]).toEqual([[], null]);
      const row = { tenant_id: world.own.tenant.id, provider_slug: 'acessorias' };
      expect((await client.from('integration_jobs').insert(row)).error).toMatchObject(denied);
    }
    expect(await readJob(stack.sql, id)).toMatchObject({ status: 'pending' });
  });

  test('a finished job stays as it is, and the author of a cancellation is who made it', async () => {
    const id = await pendingJob();
    const cancel = () =>
      world.own.client.from('integration_jobs').update({ status: 'canceled' }).eq('id', id).select('id');
    expect(await cancel()).toMatchObject({ data: [{ id }], error: null });
    const ended = await readJob(stack.sql, id);
    expect(ended).toMatchObject({ status: 'canceled', canceled_by: world.own.userId });
    expect(await cancel()).toMatchObject({ data: [], error: null });
    expect(await readJob(stack.sql, id)).toEqual(ended);
  });
});

describe('integrations', () => {
  const change = (client: World['member']['client'], columns: object, tenantId: string) =>
    client.from('tenant_integrations').update(columns).eq('tenant_id', tenantId).select('id');

  test.for([
    ['the last run', { last_run: '2026-01-01T00:00:00Z' }],
    ['the last status', { last_status: 'success' }],
    ['the last error', { last_error: null }],
    ['when the credential was set', { credentials_updated_at: '2026-01-01T00:00:00Z' }],
    ['the tenant', { tenant_id: randomUUID() }],
    ['the provider', { provider_slug: 'onecode' }],
    ['the next run', { next_run_at: '2026-01-01T00:00:00Z' }],
  ] as const)('an admin cannot write %s', async ([, columns]) => {
    expect((await change(world.own.client, columns, world.own.tenant.id)).error).toMatchObject(denied);
  });

  test('an admin configures the own integration; auditor, member and the admin of another tenant reach none', async () => {
    const columns = { config: { months_back: 1 } };
    expect((await change(world.own.client, columns, world.own.tenant.id)).data).toHaveLength(1);
    for (const { client } of [world.auditor, world.member, world.foreign]) {
      expect(await change(client, columns, world.own.tenant.id)).toMatchObject({ data: [], error: null });
    }
    const row = { tenant_id: world.own.tenant.id, provider_slug: 'onecode' };
    for (const { client } of [world.auditor, world.member, world.foreign]) {
      expect((await client.from('tenant_integrations').insert(row)).error).toMatchObject(denied);
    }
  });
});

test.for([
  'tenants',
  'tenant_members',
  'integration_logs',
  'integration_events',
  'companies',
  'contacts',
  'receivables',
])('no user writes or deletes in %s', async (table) => {
  const column = table === 'tenants' ? 'id' : 'tenant_id';
  const { client, tenant } = world.own;
  const row: Record<string, unknown> = { [column]: tenant.id };
  expect((await client.from(table).update(row).eq(column, tenant.id)).error).toMatchObject(denied);
  expect((await client.from(table).insert(row)).error).toMatchObject(denied);
  expect((await client.from(table).delete().eq(column, tenant.id)).error).toMatchObject(denied);
});
