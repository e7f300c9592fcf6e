import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';

// The app and the functions act on the SQLSTATE alone: one code for two refusals would show people the wrong advice.

const database = testDatabase();
const MIGRATIONS = join(import.meta.dirname, '../../../supabase/migrations');

/** Who refuses with each code. A new line belongs to a function whose refusal means the same as those beside it. */
const RAISED_BY = {
  IQ001: ['guard_job_update', 'release_job'],
  IQ002: ['guard_job_insert'],
  IQ003: ['require_vault', 'rotate_worker_key'],
  IQ004: ['add_invited_member', 'limit_action', 'limit_events', 'limit_runs', 'test_notification'],
  IQ005: ['add_webhook', 'guard_settings'],
  IQ006: ['read_credential'],
  IQ007: ['keep_an_admin'],
  IQ008: ['add_integration'],
};

/** `IQ001 illegal_transition`, wherever a migration says what a code means. */
const declared = readdirSync(MIGRATIONS).flatMap((file) =>
  [...readFileSync(join(MIGRATIONS, file), 'utf8').matchAll(/^--\s+(IQ\d{3}) +([a-z_]+)/gm)].map(([, code, name]) => ({
    code,
    name,
  })),
);

test('each SQLSTATE of ours is raised by the functions that mean the same', async () => {
  const rows = await database.sql<{ code: string; functions: string[] }[]>`
    select code, array_agg(distinct proname::text order by proname::text) as functions
    from pg_proc
    cross join lateral (select (regexp_matches(prosrc, $$errcode = '(IQ[0-9]{3})'$$, 'g'))[1] as code) as raised
    where pronamespace in ('private'::regnamespace, 'public'::regnamespace)
    group by code order by code`;
  expect(Object.fromEntries(rows.map(({ code, functions }) => [code, functions]))).toEqual(RAISED_BY);
});

test('each SQLSTATE of ours is declared with one name, and no name has two codes', () => {
  const names = new Set(declared.map(({ code, name }) => `${code} ${name}`));
  expect([...new Set(declared.map(({ code }) => code))].sort()).toEqual(Object.keys(RAISED_BY));
  expect(names.size).toBe(Object.keys(RAISED_BY).length);
  expect(new Set(declared.map(({ name }) => name)).size).toBe(names.size);
});
