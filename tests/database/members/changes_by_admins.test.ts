import { beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { createMember, createTenant, type Role, type Tenant } from '../../support/database/fixtures.ts';

const database = testDatabase();
let tenant: Tenant;
let admin: string;

/** Somebody who has accepted the invitation: only such an admin counts. */
async function createPerson(role: Role, group = tenant): Promise<string> {
  const user = await createMember(database.sql, group, role);
  await database.sql`update auth.users set email_confirmed_at = now() where id = ${user}`;
  return user;
}
const setRole = (actor: string, user: string, role: string | null) =>
  database.as({ user: actor }, (as) => as`select public.set_tenant_member_role(${tenant.id}, ${user}, ${role})`);
const remove = (actor: string, user: string) =>
  database.as({ user: actor }, (as) => as`select public.remove_tenant_member(${tenant.id}, ${user})`);
const roleOf = async (user: string) =>
  (await database.sql`select role from public.tenant_members where tenant_id = ${tenant.id} and user_id = ${user}`)[0]
    ?.role;
const trailOf = (user: string) => database.sql`
  select action, actor_id, details ->> 'email' as email, details -> 'role' as role from public.integration_events
  where details ->> 'member' = ${user} order by id`;

beforeAll(async () => {
  tenant = await createTenant(database.sql);
  admin = await createPerson('admin');
});

test('an admin gives roles and takes people out, and the trail says who did it', async () => {
  const user = await createPerson('member');
  await setRole(admin, user, 'auditor');
  expect(await roleOf(user)).toBe('auditor');
  await remove(admin, user);
  expect(await roleOf(user)).toBeUndefined();
  const email = `${user}@test.example`;
  expect(await trailOf(user)).toEqual([
    { action: 'member_added', actor_id: null, email, role: { from: null, to: 'member' } },
    { action: 'member_role_changed', actor_id: admin, email, role: { from: 'member', to: 'auditor' } },
    { action: 'member_removed', actor_id: admin, email, role: { from: 'auditor', to: null } },
  ]);
});

test('the same role again is no change', async () => {
  const user = await createPerson('auditor');
  await setRole(admin, user, 'auditor');
  expect(await trailOf(user)).toHaveLength(1);
});

test.each(['auditor', 'member'] as const)('an admin of the group only, not a %s, may do so', async (role) => {
  const other = await createPerson(role);
  const user = await createPerson('member');
  await expect(setRole(other, user, 'admin')).rejects.toMatchObject({ code: '42501' });
  await expect(remove(other, user)).rejects.toMatchObject({ code: '42501' });
});

test('an admin of another group reaches nobody here, and nobody reaches a stranger', async () => {
  const elsewhere = await createTenant(database.sql);
  const foreign = await createPerson('admin', elsewhere);
  const user = await createPerson('member');
  await expect(setRole(foreign, user, 'admin')).rejects.toMatchObject({ code: '42501' });
  await expect(setRole(admin, foreign, 'admin')).rejects.toMatchObject({ code: 'P0002' });
});

test.each(['owner', '', null])('the role %j is refused', async (role) => {
  const user = await createPerson('member');
  await expect(setRole(admin, user, role)).rejects.toMatchObject({ code: '22023' });
});

test('the last admin neither goes nor becomes something else, whoever asks', async () => {
  await expect(remove(admin, admin)).rejects.toMatchObject({ code: 'IQ007' });
  await expect(setRole(admin, admin, 'auditor')).rejects.toMatchObject({ code: 'IQ007' });
  const directly = database.as(
    'service_role',
    (as) => as`delete from public.tenant_members where tenant_id = ${tenant.id} and user_id = ${admin}`,
  );
  await expect(directly).rejects.toMatchObject({ code: 'IQ007' });
  expect(await roleOf(admin)).toBe('admin');
});

test('an admin who was invited and has not come does not count as another one', async () => {
  const invited = await createMember(database.sql, tenant, 'admin');
  await expect(remove(admin, admin)).rejects.toMatchObject({ code: 'IQ007' });
  await remove(admin, invited);
});

test('of two admins who remove each other at the same time one stays', async () => {
  const other = await createPerson('admin');
  const results = await Promise.allSettled([remove(admin, other), remove(other, admin)]);
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const [left] = await database.sql`
    select user_id from public.tenant_members where tenant_id = ${tenant.id} and role = 'admin'`;
  admin = left?.user_id;
});

test('a group goes with all its people, and so does an account that an operator deletes', async () => {
  const group = await createTenant(database.sql);
  const person = await createPerson('admin', group);
  await database.sql`delete from public.tenants where id = ${group.id}`;
  expect(await database.sql`select from public.tenant_members where user_id = ${person}`).toHaveLength(0);
  const account = await createPerson('admin', await createTenant(database.sql));
  await database.sql`delete from auth.users where id = ${account}`;
  expect(await database.sql`select from public.tenant_members where user_id = ${account}`).toHaveLength(0);
});
