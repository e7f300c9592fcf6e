import { beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { createMember, createTenant, createUser, type Tenant } from '../../support/database/fixtures.ts';

const database = testDatabase();
let tenant: Tenant;
let admin: string;
beforeAll(async () => {
  tenant = await createTenant(database.sql);
  admin = await createMember(database.sql, tenant, 'admin');
});

async function invite(email: string, role: string, inviter = admin) {
  const [row] = await database.as(
    'service_role',
    (as) => as`select public.add_invited_tenant_member(${tenant.id}, ${inviter}, ${email}, ${role}) as answer`,
  );
  return row?.answer;
}

test('an account with the address becomes a member, however the address is written, and the trail names the inviter', async () => {
  const user = await createUser(database.sql);
  expect(await invite(` ${user.toUpperCase()}@TEST.example `, 'auditor')).toEqual({
    state: 'added',
    user_id: user,
    has_come: false,
  });
  const [member] = await database.sql`select role, invited_by from public.tenant_members where user_id = ${user}`;
  expect(member).toEqual({ role: 'auditor', invited_by: admin });
  const [event] = await database.sql`
    select action, actor_id from public.integration_events where details ->> 'member' = ${user}`;
  expect(event).toEqual({ action: 'member_added', actor_id: admin });
});

test('admins and auditors see who has come', async () => {
  const [came, invited] = [await createUser(database.sql), await createUser(database.sql)];
  await database.sql`
    update auth.users set email_confirmed_at = now(), raw_user_meta_data = '{"name": " Rosa Lima "}' where id = ${came}`;
  await invite(`${came}@test.example`, 'member');
  await invite(`${invited}@test.example`, 'member');
  const people = await database.as(
    { user: admin },
    (as) => as`select user_id, name, has_come from public.tenant_people(${tenant.id})`,
  );
  expect(people).toContainEqual({ user_id: came, name: 'Rosa Lima', has_come: true });
  expect(people).toContainEqual({ user_id: invited, name: null, has_come: false });
});

test('an invitation again changes nothing, not even the role', async () => {
  const user = await createUser(database.sql);
  await invite(`${user}@test.example`, 'member');
  expect(await invite(`${user}@test.example`, 'admin')).toMatchObject({ state: 'already_member' });
  const [member] = await database.sql`select role from public.tenant_members where user_id = ${user}`;
  expect(member?.role).toBe('member');
});

test('an address without an account is told to the function that invites', async () => {
  expect(await invite('nobody@test.example', 'member')).toEqual({ state: 'no_account' });
});

test('only an admin of the group invites, and only with a role that exists', async () => {
  const auditor = await createMember(database.sql, tenant, 'auditor');
  const user = await createUser(database.sql);
  await expect(invite(`${user}@test.example`, 'member', auditor)).rejects.toMatchObject({ code: '42501' });
  await expect(invite(`${user}@test.example`, 'owner')).rejects.toMatchObject({ code: '23514' });
});
