import type { Sql } from './database.ts';
import {
  call,
  claim,
  createMember,
  createTenant,
  enqueue,
  makeDue,
  type Role,
  required,
  type Tenant,
} from './fixtures.ts';

/** One run of Acessórias from its start to its end, as a worker does it; `code` null ends it well. */
export async function runOnce(sql: Sql, tenant: Tenant, code: string | null): Promise<void> {
  const id = await enqueue(sql, tenant);
  await makeDue(sql, id);
  const { lease_token: token } = required(await claim(sql));
  if (code === null) await call(sql, 'finish_integration_job', id, token);
  else await call(sql, 'fail_integration_job', id, token, 'permanent', code, 'Acessórias não respondeu.');
}

/** A tenant whose Acessórias runs every day. */
export async function createScheduled(sql: Sql): Promise<Tenant> {
  const tenant = await createTenant(sql);
  await sql`
    update public.tenant_integrations set schedule_kind = 'daily', schedule_time = '08:00' where tenant_id = ${tenant.id}`;
  return tenant;
}

/** A member whose e-mail is confirmed, as that of everybody who has signed in. */
export async function createReader(sql: Sql, tenant: Tenant, role: Role): Promise<string> {
  const user = await createMember(sql, tenant, role);
  await sql`update auth.users set email_confirmed_at = now() where id = ${user}`;
  return user;
}
