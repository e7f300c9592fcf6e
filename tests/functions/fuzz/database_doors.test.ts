import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type TestAdmin, testStack } from '../../support/stack/stack-client.ts';
import { expectNothingInside } from './answers.ts';
import { argument, jsonText, SEED } from './requests.ts';

const stack = testStack();
let admin: TestAdmin;
/** Headers of each role. */
let callers: Record<string, Record<string, string>>;
beforeAll(async () => {
  admin = await stack.createAdmin();
  callers = {
    anon: { apikey: stack.publishableKey },
    authenticated: { apikey: stack.publishableKey, Authorization: `Bearer ${admin.token}` },
    service_role: { apikey: stack.secretKey },
  };
});

interface DatabaseFunction {
  name: string;
  arguments: { name: string; type: string }[];
  roles: string[];
}

/** Every function of schema public, as the database itself knows it: a new one is tested from its first day. */
async function databaseFunctions(): Promise<DatabaseFunction[]> {
  return await stack.sql<DatabaseFunction[]>`
    select p.proname as name,
      coalesce(
        (
          select json_agg(json_build_object('name', arg.name, 'type', format_type(arg.type, null)) order by arg.position)
          from unnest(p.proargnames[1:p.pronargs], p.proargtypes::oid[]) with ordinality as arg (name, type, position)
        ), '[]'
      ) as arguments,
      array(
        select role from unnest(array['anon', 'authenticated', 'service_role']) as role
        where has_function_privilege(role, p.oid, 'execute')
      ) as roles
    from pg_proc as p
    where p.pronamespace = 'public'::regnamespace
      -- It takes a job of any tenant: on a stack that others use, too, that would be theirs.
      and p.proname <> 'claim_integration_job'
      and not exists (select 1 from pg_depend where objid = p.oid and deptype = 'e')
    order by p.proname`;
}

/**
 * What a caller may be told: its own mistakes (22 data, 23 constraints, 42 rights and names, P0002 nothing there, PGRST the request itself)
 * and the queue's own codes. Anything else is a fault of ours.
 */
const CALLERS_FAULTS = /^(22|23|42|IQ|PGRST|P0002$|54001$)/;

/** Answers for which not we but the API in front of the database is responsible: it could not even ask. */
const isOfTheApi = (code: string | undefined) => code === undefined || code.startsWith('SUP');

test('whatever a function of the database is called with, by whomever, it says what is wrong and nothing else', async () => {
  const functions = await databaseFunctions();
  expect(functions.length).toBeGreaterThan(10);
  const calls = fc.constantFrom(...functions).chain((fn) =>
    fc.record({
      fn: fc.constant(fn),
      role: fc.constantFrom(...Object.keys(callers)),
      parameters: fc.record(Object.fromEntries(fn.arguments.map(({ name, type }) => [name, argument(type)]))),
    }),
  );
  await fc.assert(
    fc.asyncProperty(calls, async ({ fn, role, parameters }) => {
      const response = await fetch(`${stack.apiUrl}/rest/v1/rpc/${fn.name}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...callers[role] },
        body: jsonText(parameters),
      });
      const text = await response.text();
      expectNothingInside(text);
      if (response.ok) {
        expect(fn.roles).toContain(role);
        return;
      }
      const { code, message } = JSON.parse(text) as { code?: string; message: string };
      if (!isOfTheApi(code)) expect(code, message).toMatch(CALLERS_FAULTS);
    }),
    { seed: SEED, numRuns: 250 },
  );
});
