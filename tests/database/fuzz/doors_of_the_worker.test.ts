import fc from 'fast-check';
import type postgres from 'postgres';
import { beforeAll, expect, test } from 'vitest';
import { argument, jsonText, SEED } from '../../functions/fuzz/requests.ts';
import { become, testDatabase } from '../../support/database/database.ts';
import { type Claim, createRunningJob, required } from '../../support/database/fixtures.ts';

/** The functions that a worker calls, with a lease that is held: what a provider sends ends up in these arguments. */
const db = testDatabase();
let held: Claim;
beforeAll(async () => {
  held = await createRunningJob(db.sql);
});

interface WorkerFunction {
  name: string;
  arguments: { name: string; type: string }[];
}

const workerFunctions = () => db.sql<WorkerFunction[]>`
  select p.proname as name,
    json_agg(json_build_object('name', arg.name, 'type', format_type(arg.type, null)) order by arg.position) as arguments
  from pg_proc as p
  cross join lateral unnest(p.proargnames[1:p.pronargs], p.proargtypes::oid[]) with ordinality as arg (name, type, position)
  where p.pronamespace = 'public'::regnamespace
    and has_function_privilege('service_role', p.oid, 'execute') and not has_function_privilege('authenticated', p.oid, 'execute')
  group by p.oid, p.proname
  order by p.proname`;

/** Calls it as PostgREST does: one JSON object, turned into named arguments. */
async function callAsApi(sql: postgres.TransactionSql, fn: WorkerFunction, json: string): Promise<void> {
  const columns = fn.arguments.map(({ name, type }) => `${name} ${type}`).join(', ');
  const named = fn.arguments.map(({ name }) => `${name} => arguments.${name}`).join(', ');
  await sql.unsafe(`select public.${fn.name}(${named}) from json_to_record($1::text::json) as arguments (${columns})`, [
    json,
  ]);
}

const ON_BEHALF_OF_A_USER = [
  'open_integration_connection_test',
  'begin_integration_connection_test',
  'add_invited_tenant_member',
];
/** Faults of what was sent: data (22), constraints (23), the queue's own (IQ), too deep (54001), what it names is not there (P0002). */
const SENDERS_FAULTS = /^(22|23|IQ|54001$|P0002$)/;

test('whatever a worker sends with a lease that it holds, the database takes it or says what is wrong with it', async () => {
  const functions = await workerFunctions();
  expect(functions.map(({ name }) => name)).toContain('claim_integration_job');
  const lease: Record<string, string> = { p_job_id: held.job_id, p_lease_token: held.lease_token };
  const calls = fc.constantFrom(...functions).chain((fn) => {
    const argumentsOf = fn.arguments.map(({ name, type }) => {
      const given = lease[name];
      const any = argument(type);
      return [name, given === undefined ? any : fc.oneof({ weight: 9, arbitrary: fc.constant(given) }, any)] as const;
    });
    return fc.record({ fn: fc.constant(fn), parameters: fc.record(Object.fromEntries(argumentsOf)) });
  });
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(calls, async ({ fn, parameters }) => {
      // Each call on the same state: a finished job would answer "lost" to all that follow.
      const undo = new Error('undone');
      const outcome = await db.sql
        .begin(async (sql) => {
          await become(sql, 'service_role');
          await callAsApi(sql, fn, jsonText(parameters));
          taken += 1;
          throw undo;
        })
        .catch((error: postgres.PostgresError) => error);
      if (outcome === undo) return;
      const { code, message } = outcome as postgres.PostgresError;
      // The functions that ask on behalf of a user; at any other the code would mean a grant that is missing.
      if (code === '42501') expect(ON_BEHALF_OF_A_USER).toContain(fn.name);
      else expect(code, `${fn.name}: ${message}`).toMatch(SENDERS_FAULTS);
    }),
    { seed: SEED, numRuns: 800 },
  );
  expect(taken).toBeGreaterThan(100);
  expect(required((await db.sql`select count(*)::int as jobs from public.integration_jobs`)[0]).jobs).toBe(1);
});
