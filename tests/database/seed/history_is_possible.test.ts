import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { projectDir } from '../../support/run.ts';

const database = testDatabase();

beforeAll(async () => {
  await database.sql.unsafe(await readFile(join(projectDir, 'supabase', 'seed.sql'), 'utf8'));
});

test('no run comes before its group, its person, its integration and its credential', async () => {
  const early = await database.sql`
    select job.id from public.integration_jobs as job
    join public.tenants as tenant on tenant.id = job.tenant_id
    join public.tenant_integrations as integration using (tenant_id, provider_slug)
    join public.tenant_members as member on member.tenant_id = job.tenant_id and member.user_id = job.created_by
    join auth.users on users.id = job.created_by
    where job.created_at < greatest(
      tenant.created_at, integration.created_at, integration.credentials_updated_at, member.created_at, users.created_at
    )`;
  expect([...early]).toEqual([]);
  const [jobs] = await database.sql`select count(*)::int > 15 as many from public.integration_jobs`;
  expect(jobs).toEqual({ many: true });
});

test('every attempt ends within its run and takes its time after the one before', async () => {
  const impossible = await database.sql`
    select * from (
      select
        log.attempt, log.created_at, job.started_at, job.finished_at, log.execution_time_ms,
        coalesce(lag(log.created_at) over (partition by job.id order by log.attempt), job.started_at) as not_before
      from public.integration_logs as log join public.integration_jobs as job on job.id = log.job_id
    ) as attempts
    where created_at - execution_time_ms * interval '1 millisecond' < not_before or created_at > finished_at or finished_at > now()`;
  expect([...impossible]).toEqual([]);
});

test('the records of a run are those of the run before and what it created', async () => {
  const wrong = await database.sql`
    select * from (
      select
        (result ->> 'created')::int as created, (result ->> 'updated')::int as updated, (result ->> 'unchanged')::int as unchanged,
        processed_count, lag(processed_count) over (order by created_at) as before
      from public.integration_jobs where status = 'success'
    ) as runs
    where created + updated + unchanged <> processed_count or processed_count - before <> created`;
  expect([...wrong]).toEqual([]);
});

test('the trail tells of additions and credentials at their own time, and of no replacement', async () => {
  const events = await database.sql`
    select distinct action, details, event.created_at = integration.created_at as with_the_integration,
      event.created_at = integration.credentials_updated_at as with_the_credential
    from public.integration_events as event join public.tenant_integrations as integration using (tenant_id, provider_slug)
    order by action`;
  expect([...events]).toEqual([
    { action: 'credentials_set', details: {}, with_the_integration: false, with_the_credential: true },
    { action: 'integration_added', details: {}, with_the_integration: true, with_the_credential: false },
  ]);
});
