import { randomUUID } from 'node:crypto';
import fc from 'fast-check';

/** The same cases in every run; a failure prints how to repeat its own. */
export const SEED = 20_261_123;

/** Text with everything that hurts: NUL, halves of surrogate pairs, quotes, control characters, long runs. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '\0',
    '\ud800',
    'a\udc00b',
    "'; drop table x; --",
    '../../etc/passwd',
    '%00',
    '\u202e',
    'x'.repeat(9_000),
  ),
);

const id = fc.oneof(
  { weight: 3, arbitrary: fc.uuid() },
  fc.constantFrom('', '0', 'null', '00000000-0000-0000-0000-000000000000', `${randomUUID()} `, `{${randomUUID()}}`),
  text,
);

/** No address of anybody: a closed port, a name that is reserved for never being one. */
const address = fc.oneof(fc.constantFrom('http://127.0.0.1:9/x', 'https://provider.invalid', 'ftp://x', null), text);

const slug = fc.oneof(
  fc.constantFrom('acessorias', 'bomcontrole', 'onecode', 'nenhum', 'ACESSORIAS', 'a--b', ''),
  text,
);

/** Stands for `[[[…]]]`: as a value so many levels would end every recursive function under way, as text they do not. */
const NESTED = '[[[]]]';

/** Anything that JSON can carry, nested deeply at times. */
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.jsonValue({ stringUnit: 'binary', maxDepth: 3 }) },
  fc.constantFrom(1e308, -0, 2 ** 53, '\0', '\ud800', { a: { '\ud800': 1 } }, { '\0': 1 }, { __proto__: null }),
  fc.integer({ min: 100, max: 20_000 }).map((depth) => ({ [NESTED]: depth })),
);

/** The JSON text of a value. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return text.replace(/\{"\[\[\[\]\]\]":(\d+)\}/g, (_, depth) => `${'['.repeat(depth)}1${']'.repeat(depth)}`);
}

/** Mostly an object with the fields that a door knows, some of them of a wrong kind, missing or too many. */
function record(fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> {
  const some = Object.fromEntries(
    Object.entries(fields).map(([name, arbitrary]) => [name, fc.oneof({ weight: 8, arbitrary }, anyJson)]),
  );
  return fc.oneof(
    { weight: 8, arbitrary: fc.record(some) },
    { weight: 3, arbitrary: fc.record(some, { requiredKeys: [] }) },
    { weight: 1, arbitrary: fc.record({ ...some, extra: anyJson }) },
    { weight: 1, arbitrary: anyJson },
  );
}

/** Bodies for users' doors; `tenant` is the caller's own. */
export const userBodies = (tenant: string) => {
  const known = { tenant_id: fc.oneof({ weight: 4, arbitrary: fc.constant(tenant) }, id), provider_slug: slug };
  return {
    'run-integration': record({ ...known, payload: fc.dictionary(text, anyJson, { maxKeys: 4 }) }),
    'test-integration': record({
      ...known,
      base_url: address,
      credential: text,
    }),
    // Addresses of a domain that nobody has, and most of the others are none.
    'invite-member': record({
      tenant_id: known.tenant_id,
      email: fc.oneof(text, fc.constantFrom('a@fuzz.test', ' B@Fuzz.test ', 'a@b', '@', 'a@fuzz.test\0')),
      role: fc.oneof(fc.constantFrom('admin', 'auditor', 'member'), text),
    }),
  };
};

/** Bodies for the doors of our own functions. */
export const workerBodies = {
  'process-integration-job': anyJson,
  sync: fc.oneof(
    record({ tenant_id: id, job_id: id, lease_token: id, cursor: anyJson, deadline_ms: fc.integer() }),
    record({ connection_test: record({ tenant_id: id, user_id: id, base_url: address, credential: text }) }),
  ),
};

/** JSON text of a body, at times cut, wrapped or no JSON at all. */
export const asSent = (body: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 12, arbitrary: body.map((value) => jsonText(value)) },
    { weight: 1, arbitrary: body.map((value) => jsonText(value).slice(0, -1)) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  );

/** An argument of a database function, by the name of its type. */
export function argument(type: string): fc.Arbitrary<unknown> {
  switch (type) {
    case 'uuid':
      return id;
    case 'integer':
      return fc.oneof(fc.integer(), fc.constantFrom(-1, 0, 2_147_483_648, 1e300, 1.5, '7'), anyJson);
    case 'jsonb':
      return anyJson;
    default:
      return fc.oneof({ weight: 2, arbitrary: slug }, anyJson);
  }
}
