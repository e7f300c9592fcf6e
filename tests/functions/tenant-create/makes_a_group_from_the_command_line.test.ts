import { randomUUID } from 'node:crypto';
import { createClient } from '@supabase/supabase-js';
import { expect, test } from 'vitest';
import { run, toolEnv } from '../../support/run.ts';
import { testStack } from '../../support/stack/stack-client.ts';

const stack = testStack();
const project = { SUPABASE_URL: stack.apiUrl, SUPABASE_SECRET_KEY: stack.secretKey };

/** The command as an operator runs it. */
const create = (args: Record<string, string>, env: Record<string, string> = project) =>
  run(
    'node',
    ['supabase/operate/create-tenant.ts', ...Object.entries(args).flatMap(([name, value]) => [`--${name}`, value])],
    { env: toolEnv(env) },
  );

const someGroup = () => {
  const slug = `g-${randomUUID()}`;
  return { name: 'Cedro Contábil', slug, 'time-zone': 'America/Manaus', admin: `${randomUUID()}@test.example` };
};
const mailsTo = async (address: string) =>
  (await (await fetch(`${stack.apiUrl}/mail`)).text())
    .split('<li>')
    .filter((item) => item.includes(`Para ${address},`))
    .map((item) => /token_hash=([0-9a-f]+)/.exec(item)?.[1] ?? '');
const groupsWith = (slug: string) => stack.sql`select name, time_zone from public.tenants where slug = ${slug}`;

test('the first admin is invited, and finds the group after accepting', async () => {
  const group = someGroup();
  const { code, output } = await create(group);
  expect(output).toContain(`Created Cedro Contábil (${group.slug})`);
  expect(output).toContain('was invited');
  expect(code).toBe(0);
  expect(output).not.toContain(stack.secretKey);
  expect(await groupsWith(group.slug)).toEqual([{ name: 'Cedro Contábil', time_zone: 'America/Manaus' }]);
  const [token_hash = ''] = await mailsTo(group.admin);
  const person = createClient(stack.apiUrl, stack.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  expect((await person.auth.verifyOtp({ token_hash, type: 'invite' })).error).toBeNull();
  const { data } = await person.from('tenant_members').select('role, tenant:tenants(slug)');
  expect(data).toEqual([{ role: 'admin', tenant: { slug: group.slug } }]);
});

test('who has an account is the admin at once, without a mail', async () => {
  const { email } = await stack.createAdmin();
  const { code, output } = await create({ ...someGroup(), admin: email });
  expect(output).toContain('has an account and is its admin');
  expect(code).toBe(0);
  expect(await mailsTo(email)).toEqual([]);
});

test.for([
  [{ slug: 'Não serve' }, 'the slug is not of a-z'],
  [{ 'time-zone': 'Brasil/Central' }, 'the time zone is not known'],
] as const)('a group with %o is refused in words, and nobody is invited', async ([wrong, text]) => {
  const group = { ...someGroup(), ...wrong };
  const { code, output } = await create(group);
  expect(output).toContain(text);
  expect(code).toBe(1);
  expect(await mailsTo(group.admin)).toEqual([]);
  expect(await groupsWith(group.slug)).toEqual([]);
});

test('a taken slug is named', async () => {
  const { email } = await stack.createAdmin();
  const group = { ...someGroup(), admin: email };
  await create(group);
  const { code, output } = await create(group);
  expect(output).toContain('another tenant has this slug');
  expect(code).toBe(1);
});

test('what is missing is named with the usage, and half a project is none', async () => {
  const { slug: _slug, ...withoutSlug } = someGroup();
  const [missing, half] = await Promise.all([create(withoutSlug), create(someGroup(), { SUPABASE_URL: stack.apiUrl })]);
  expect(missing.output).toContain('--name, --slug, --time-zone and --admin are all needed');
  expect(half.output).toContain('set both SUPABASE_URL and SUPABASE_SECRET_KEY, or neither');
  expect([missing.code, half.code]).toEqual([2, 2]);
});

test('a project that does not answer is said to be silent', async () => {
  const { code, output } = await create(someGroup(), { ...project, SUPABASE_URL: 'http://127.0.0.1:9' });
  expect(output).toContain('nobody answers there');
  expect(code).toBe(1);
});
