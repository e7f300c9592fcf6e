import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { call, createRunningJob, createTenant, expireLease, readJob } from '../../support/database/fixtures.ts';

const database = testDatabase();

test('a part that fails is named, and recovery and demand are answered all the same', async () => {
  const { sql } = database;
  const lost = await createRunningJob(sql);
  await expireLease(sql, lost.job_id);
  await sql`alter function private.prune() rename to prune_as_it_was`;
  await sql`create function private.prune() returns jsonb language plpgsql as $$ begin raise 'The disk is full'; end $$`;
  expect(await call(sql, 'integration_queue_tick')).toMatchObject({
    requeued: 1,
    pruned_jobs: 0,
    failed_parts: ['private.prune()'],
    workers_wanted: 1,
  });
  expect(await readJob(sql, lost.job_id)).toMatchObject({ status: 'pending' });
  expect(await call(sql, 'integration_queue_health')).toMatchObject({ failed_parts: ['private.prune()'] });

  await sql`drop function private.prune()`;
  await sql`alter function private.prune_as_it_was() rename to prune`;
  expect(await call(sql, 'integration_queue_tick')).toMatchObject({ failed_parts: [] });
  expect(await call(sql, 'integration_queue_health')).toMatchObject({ failed_parts: [] });
});

test('a schedule that cannot be kept does not keep the others from running', async () => {
  const { sql } = database;
  await sql`delete from public.integration_jobs`;
  const [broken, sound] = [await createTenant(sql), await createTenant(sql)];
  await sql`update public.tenant_integrations set schedule_kind = 'hourly' where tenant_id in (${broken.id}, ${sound.id})`;
  await sql`update public.tenant_integrations set next_run_at = now() - interval '2 hours' where tenant_id = ${broken.id}`;
  await sql`update public.tenant_integrations set next_run_at = now() - interval '1 hour' where tenant_id = ${sound.id}`;
  await sql.unsafe(`
    create function private.refuse() returns trigger language plpgsql as $$ begin raise 'This job is broken'; end $$;
    create trigger refuse before insert on public.integration_jobs
    for each row when (new.tenant_id = '${broken.id}') execute function private.refuse();`);
  expect(await call(sql, 'integration_queue_tick')).toMatchObject({ scheduled: 1, failed_parts: [] });
  const jobs = await sql`select tenant_id from public.integration_jobs`;
  expect(jobs.map(({ tenant_id }) => tenant_id)).toEqual([sound.id]);

  // It stays due: as soon as it can be kept, it is.
  await sql`drop function private.refuse() cascade`;
  expect(await call(sql, 'integration_queue_tick')).toMatchObject({ scheduled: 1 });
});
