import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';

const database = testDatabase();

/** Specification, section 1: name -> type, default (null = none), not null. */
const SPECIFIED: Record<string, [type: string, fallback: string | null]> = {
  id: ['uuid', 'gen_random_uuid()'],
  tenant_id: ['uuid', null],
  provider_slug: ['text', null],
  status: ['text', "'pending'::text"],
  progress: ['integer', '0'],
  attempts: ['integer', '0'],
  max_attempts: ['integer', '3'],
  started_at: ['timestamp with time zone', null],
  finished_at: ['timestamp with time zone', null],
  execution_time_ms: ['integer', null],
  error_message: ['text', null],
  payload: ['jsonb', "'{}'::jsonb"],
  result: ['jsonb', null],
  created_by: ['uuid', null],
  created_at: ['timestamp with time zone', 'now()'],
};

test('has the columns, types and defaults of the specification', async () => {
  const columns = await database.sql<{ column_name: string; data_type: string; column_default: string | null }[]>`
    select column_name, data_type, column_default from information_schema.columns
    where table_schema = 'public' and table_name = 'integration_jobs'`;
  const found = Object.fromEntries(
    columns.map((column) => [column.column_name, [column.data_type, column.column_default]]),
  );
  expect(found).toMatchObject(SPECIFIED);
});

test('has the indexes of the specification', async () => {
  const indexes = await database.sql<{ indexdef: string }[]>`
    select indexdef from pg_indexes where schemaname = 'public' and tablename = 'integration_jobs'`;
  const definitions = indexes.map((index) => index.indexdef.replace(/^.* using /i, ''));
  expect(definitions).toContain('btree (tenant_id, provider_slug)');
  expect(definitions).toContain('btree (status)');
});

test('is in the Realtime publication, and no other table is', async () => {
  const tables =
    await database.sql`select schemaname, tablename from pg_publication_tables where pubname = 'supabase_realtime'`;
  expect([...tables]).toEqual([{ schemaname: 'public', tablename: 'integration_jobs' }]);
});
