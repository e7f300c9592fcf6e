import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { claim, createTenant, enqueue, makeDue, readJob, required } from '../../support/database/fixtures.ts';
import { company, receivable, runningJob, runOf } from '../../support/database/synced-data.ts';

const database = testDatabase();

test('claims in the order of creation, and null when nothing is due', async () => {
  const { sql } = database;
  const first = await enqueue(sql, await createTenant(sql));
  const second = await enqueue(sql, await createTenant(sql));
  await sql`update public.integration_jobs set run_after = now() + interval '1 hour' where id = ${first}`;

  expect(required(await claim(sql)).job_id).toBe(second);
  expect(await claim(sql)).toBeNull();
  await makeDue(sql, first);
  expect(required(await claim(sql)).job_id).toBe(first);
});

test('a claim counts the attempt, sets the start and issues a lease of its own', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const id = await enqueue(sql, tenant);

  const claimed = required(await claim(sql, 'worker-1'));
  expect(claimed).toMatchObject({
    job_id: id,
    tenant_id: tenant.id,
    provider_slug: 'acessorias',
    attempt: 1,
    max_attempts: 3,
    cursor: null,
    function_name: 'sync-acessorias',
    is_enabled: true,
    lease_seconds: 60,
  });
  expect(await readJob(sql, id)).toMatchObject({ status: 'running', attempts: 1, started_at: expect.any(Date) });
  const [lease] =
    await sql`select worker, expires_at - claimed_at as length from private.job_leases where job_id = ${id}`;
  expect(lease).toEqual({ worker: 'worker-1', length: '00:01:00' });
});

test('a job whose integration was disabled meanwhile says so', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  await enqueue(sql, tenant);
  await sql`update public.tenant_integrations set is_enabled = false where tenant_id = ${tenant.id}`;
  expect(required(await claim(sql)).is_enabled).toBe(false);
});

test('as many records as the last full read had are the expectation for the next one', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  await runOf(sql, 'acessorias', tenant, [[company(1), company(2)], [company(3)]]);
  const id = await enqueue(sql, tenant);
  await claim(sql);
  expect(await readJob(sql, id)).toMatchObject({ total_count: 3 });
});

test('a full read never takes the total of a run that read only changes, and such a run expects nothing', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql, ['bomcontrole']);
  await sql`update public.tenant_integrations set settings_changed_at = 'epoch' where tenant_id = ${tenant.id}`;
  const expected = async () => {
    const { job_id: id } = await runningJob(sql, 'bomcontrole', tenant);
    const { total_count: total } = await readJob(sql, id);
    await sql`update public.integration_jobs set status = 'canceled' where id = ${id}`;
    return total;
  };
  await runOf(sql, 'bomcontrole', tenant, [[receivable(1), receivable(2), receivable(3)]]);
  expect(await expected()).toBeNull();
  await runOf(sql, 'bomcontrole', tenant, [[receivable(1)]], { isFull: false });
  await sql`update private.full_reads set started_at = started_at - interval '8 days' where tenant_id = ${tenant.id}`;
  expect(await expected()).toBe(3);
});
