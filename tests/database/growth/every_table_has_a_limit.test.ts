import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';

const database = testDatabase();

/** Grows only with what the customers are and have: a row of each, whatever runs do. */
const AS_MANY_AS_THERE_ARE = 'as many as there are';
/**
 * What keeps each table from growing for ever: the function that prunes it, or why it needs none. A new table is missing here until
 * somebody has thought about it.
 */
const LIMITS: Record<string, string> = {
  'private.company_names': AS_MANY_AS_THERE_ARE,
  'private.company_words': AS_MANY_AS_THERE_ARE,
  'private.credentials': AS_MANY_AS_THERE_ARE,
  'private.full_reads': AS_MANY_AS_THERE_ARE,
  'private.incidents': 'tend_notifications',
  'private.job_leases': 'book_attempts',
  'private.match_passes': 'walk_match_pass',
  'private.name_words': AS_MANY_AS_THERE_ARE,
  'private.operator_events': 'prune_operator_events',
  'private.operators': AS_MANY_AS_THERE_ARE,
  'private.pending_removals': 'conclude_read',
  'private.pokes': 'settle_pokes',
  'private.provider_pace': AS_MANY_AS_THERE_ARE,
  'private.queue_settings': AS_MANY_AS_THERE_ARE,
  'private.queue_state': AS_MANY_AS_THERE_ARE,
  'private.read_pages': 'drop_read_pages',
  'private.resume_points': 'prune_resume_points',
  'private.webhook_secrets': AS_MANY_AS_THERE_ARE,
  'public.companies': AS_MANY_AS_THERE_ARE,
  'public.contact_decisions': AS_MANY_AS_THERE_ARE,
  'public.contacts': AS_MANY_AS_THERE_ARE,
  'public.integration_changes': 'prune_changes',
  'public.integration_events': 'prune',
  'public.integration_jobs': 'prune',
  'public.integration_logs': 'prune',
  'public.integration_run_log': 'prune_run_log',
  'public.integration_providers': AS_MANY_AS_THERE_ARE,
  'public.notification_deliveries': 'tend_notifications',
  'public.notification_preferences': AS_MANY_AS_THERE_ARE,
  'public.notification_webhooks': AS_MANY_AS_THERE_ARE,
  'public.notifications': 'tend_notifications',
  'public.receivables': AS_MANY_AS_THERE_ARE,
  'public.tenant_integrations': AS_MANY_AS_THERE_ARE,
  'public.tenant_members': AS_MANY_AS_THERE_ARE,
  'public.tenants': AS_MANY_AS_THERE_ARE,
};

test('every table is in the list of what keeps it from growing for ever', async () => {
  const tables = await database.sql<{ name: string }[]>`
    select schemaname || '.' || tablename as name from pg_tables where schemaname in ('public', 'private') order by 1`;
  expect(tables.map(({ name }) => name)).toEqual(Object.keys(LIMITS).toSorted());
});

test.for(Object.entries(LIMITS).filter(([, limit]) => limit !== AS_MANY_AS_THERE_ARE))(
  'rows of %s are deleted by private.%s',
  async ([table, name]) => {
    const [row] = await database.sql`
      select prosrc from pg_proc where pronamespace = 'private'::regnamespace and proname = ${name}`;
    expect(row?.prosrc).toContain(`delete from ${table}`);
  },
);

test('a retention is set for everything that the tick prunes', async () => {
  const [settings] = await database.sql`
    select keep_jobs_days, keep_logs_days, keep_events_days, keep_tick_details_hours, resume_hours, max_rows_per_run, keep_run_log_days,
      events_per_tenant_and_hour, keep_notifications_days, delivery_hours
    from private.queue_settings`;
  expect(Object.values(settings ?? {}).every((value) => Number(value) > 0)).toBe(true);
});

test('old events of the trail go in batches, those of others stay', async () => {
  const { sql } = database;
  await sql`update private.queue_settings set prune_batch = 2`;
  await sql`
    insert into public.integration_events (tenant_id, provider_slug, action, created_at)
    select gen_random_uuid(), 'acessorias', 'enabled', now() - make_interval(days => 1826 - day * 100)
    from unnest(array[0, 0, 0, 1]) as day`;
  const pruned = async () => {
    const [row] = await sql`select public.integration_queue_tick() ->> 'pruned_events' as events`;
    return Number(row?.events);
  };
  expect([await pruned(), await pruned(), await pruned()]).toEqual([2, 1, 0]);
  expect(await sql`select 1 from public.integration_events`).toHaveLength(1);
});
