import { expect, test } from 'vitest';
import { type Sql, testDatabase } from '../../support/database/database.ts';
import { call, claim, createTenant, enqueue, expireLease, required } from '../../support/database/fixtures.ts';

const database = testDatabase();

const tick = (sql: Sql) => call(sql, 'integration_queue_tick');

test('nobody is wanted when nothing is due; at most max_workers when much is', async () => {
  const { sql } = database;
  await sql`update private.queue_settings set max_workers = 4, jobs_per_worker = 1, max_provider_share = 1`;
  expect(await tick(sql)).toMatchObject({ due: 0, running: 0, workers_wanted: 0 });
  for (let index = 0; index < 6; index += 1) await enqueue(sql, await createTenant(sql));
  expect(await tick(sql)).toMatchObject({ due: 6, running: 0, workers_wanted: 4 });

  const claimed = required(await claim(sql));
  expect(await tick(sql)).toMatchObject({ running: 1, workers_wanted: 3 });
  await expireLease(sql, claimed.job_id);
  expect(await tick(sql)).toMatchObject({ requeued: 1, running: 0, workers_wanted: 4 });
});

test('so many are wanted as can hold what is due and may still run', async () => {
  const { sql } = database;
  await sql`delete from public.integration_jobs where true`;
  await sql`update private.queue_settings set max_workers = 3, jobs_per_worker = 2`;
  for (let index = 0; index < 3; index += 1) await enqueue(sql, await createTenant(sql));
  expect(await tick(sql)).toMatchObject({ due: 3, workers_wanted: 2 });
  for (let index = 0; index < 10; index += 1) await enqueue(sql, await createTenant(sql));
  expect(await tick(sql)).toMatchObject({ due: 13, workers_wanted: 3 });
  for (let index = 0; index < 3; index += 1) required(await claim(sql));
  expect(await tick(sql)).toMatchObject({ running: 3, workers_wanted: 2 });
});

test('old jobs go in batches and leave their logs behind', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  await sql`update private.queue_settings set prune_batch = 2`;
  await sql`
    insert into public.integration_jobs (tenant_id, provider_slug, status, attempts, started_at, finished_at, error_code, error_message, created_at)
    select ${tenant.id}, 'acessorias', 'error', 1, at, at, 'provider_error', 'x', at
    from (select now() - make_interval(days => 400 + day) as at from generate_series(-1, 2) as day) as days`;
  await sql`
    insert into public.integration_logs (tenant_id, integration, provider_slug, execution_id, job_id, attempt, status, error_code, error_message, created_at)
    select tenant_id, 'Acessórias', provider_slug, id, id, 1, 'error', 'provider_error', 'x', finished_at
    from public.integration_jobs where tenant_id = ${tenant.id}`;

  expect(await tick(sql)).toMatchObject({ pruned_jobs: 2, pruned_logs: 0, pruned_tick_details: 0 });
  expect(await tick(sql)).toMatchObject({ pruned_jobs: 1 });
  expect(await tick(sql)).toMatchObject({ pruned_jobs: 0 });
  expect(await sql`select 1 from public.integration_jobs where tenant_id = ${tenant.id}`).toHaveLength(1);
  expect(await sql`select 1 from public.integration_logs where tenant_id = ${tenant.id}`).toHaveLength(4);

  await sql`update private.queue_settings set keep_logs_days = 400, prune_batch = 500`;
  expect(await tick(sql)).toMatchObject({ pruned_logs: 3 });
});
