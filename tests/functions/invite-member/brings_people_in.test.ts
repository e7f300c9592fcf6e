import { randomUUID } from 'node:crypto';
import { createClient } from '@supabase/supabase-js';
import { expect, test } from 'vitest';
import { type SignedInUser, testStack } from '../../support/stack/stack-client.ts';

const stack = testStack();
const someAddress = () => `${randomUUID()}@test.example`;

async function invite(inviter: SignedInUser, body: object): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${stack.apiUrl}/functions/v1/invite-member`, {
    method: 'POST',
    headers: {
      apikey: stack.publishableKey,
      authorization: `Bearer ${inviter.token}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

/** What the local mail page shows for an address: the tokens of its links, newest first. */
async function mailsTo(address: string): Promise<string[]> {
  const page = await (await fetch(`${stack.apiUrl}/mail`)).text();
  const items = page.split('<li>').filter((item) => item.includes(`Para ${address},`));
  return items.map((item) => /token_hash=([0-9a-f]+)/.exec(item)?.[1] ?? '');
}

const newcomer = () =>
  createClient(stack.apiUrl, stack.publishableKey, { auth: { persistSession: false, autoRefreshToken: false } });

test('somebody without an account gets a mail, accepts it, and finds the group with the given role', async () => {
  const admin = await stack.createAdmin();
  const email = someAddress();
  const answer = await invite(admin, {
    tenant_id: admin.tenant.id,
    email: ` ${email.toUpperCase()} `,
    role: 'auditor',
  });
  expect(answer).toMatchObject({ status: 200, body: { state: 'added', mail_sent: true } });
  const { data: waiting } = await admin.client.rpc('tenant_people', { p_tenant_id: admin.tenant.id });
  expect(waiting).toContainEqual(expect.objectContaining({ email, role: 'auditor', has_come: false }));

  const person = newcomer();
  const [token_hash = ''] = await mailsTo(email);
  expect((await person.auth.verifyOtp({ token_hash, type: 'invite' })).error).toBeNull();
  expect((await person.auth.updateUser({ password: 'uma senha longa' })).error).toBeNull();
  const { data: integrations } = await person.from('tenant_integrations').select('tenant_id');
  expect(integrations).toEqual([{ tenant_id: admin.tenant.id }]);
  const { data: people } = await admin.client.rpc('tenant_people', { p_tenant_id: admin.tenant.id });
  expect(people).toContainEqual(expect.objectContaining({ email, has_come: true }));
});

test('who has an account is a member at once, without a mail', async () => {
  const admin = await stack.createAdmin();
  const other = await stack.createAdmin();
  const answer = await invite(admin, { tenant_id: admin.tenant.id, email: other.email, role: 'member' });
  expect(answer).toEqual({ status: 200, body: { state: 'added', user_id: other.userId, mail_sent: false } });
  expect(await mailsTo(other.email)).toEqual([]);
});

test('inviting again sends the mail once more and keeps the role', async () => {
  const admin = await stack.createAdmin();
  const email = someAddress();
  await invite(admin, { tenant_id: admin.tenant.id, email, role: 'member' });
  const again = await invite(admin, { tenant_id: admin.tenant.id, email, role: 'admin' });
  expect(again).toMatchObject({ status: 200, body: { state: 'already_member', mail_sent: true } });
  expect(new Set(await mailsTo(email)).size).toBe(2);
  const { data } = await admin.client.rpc('tenant_people', { p_tenant_id: admin.tenant.id });
  expect(data).toContainEqual(expect.objectContaining({ email, role: 'member' }));
});

test('the same invitation twice at the same moment makes one account', async () => {
  const admin = await stack.createAdmin();
  const email = someAddress();
  const body = { tenant_id: admin.tenant.id, email, role: 'member' };
  const answers = await Promise.all([invite(admin, body), invite(admin, body)]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(await stack.sql`select from auth.users where email = ${email}`).toHaveLength(1);
});

test('auditors and admins of other groups are refused, and nothing is sent', async () => {
  const admin = await stack.createAdmin();
  const email = someAddress();
  const body = { tenant_id: admin.tenant.id, email, role: 'admin' };
  for (const stranger of [await stack.createUser(admin.tenant, 'auditor'), await stack.createAdmin()]) {
    expect(await invite(stranger, body)).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
  }
  expect(await mailsTo(email)).toEqual([]);
});

test('what is no address, no role or too much is refused', async () => {
  const admin = await stack.createAdmin();
  const body = { tenant_id: admin.tenant.id, email: someAddress(), role: 'member' };
  expect(await invite(admin, { ...body, email: 'rosa' })).toMatchObject({ status: 400 });
  expect(await invite(admin, { ...body, role: 'owner' })).toMatchObject({ status: 400 });
  const users = Array.from({ length: 50 }, () => randomUUID());
  await stack.sql`insert into auth.users (id, email) select id::uuid, id || '@test.example' from unnest(${users}::text[]) as id`;
  await stack.sql`
    insert into public.tenant_members (tenant_id, user_id, role, invited_by)
    select ${admin.tenant.id}, id::uuid, 'member', ${admin.userId} from unnest(${users}::text[]) as id`;
  expect(await invite(admin, body)).toMatchObject({ status: 429, body: { error: { code: 'too_many_requests' } } });
});
