import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { createMember, createTenant } from '../../support/database/fixtures.ts';

const database = testDatabase();

test('admins and auditors learn who is in their tenant; members, strangers and anon learn nothing', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const admin = await createMember(sql, tenant, 'admin');
  const auditor = await createMember(sql, tenant, 'auditor');
  const member = await createMember(sql, tenant, 'member');
  const stranger = await createMember(sql, await createTenant(sql), 'admin');
  const people = (user: string) =>
    database.as({ user }, (as) => as`select user_id, role from public.tenant_people(${tenant.id})`);

  for (const reader of [admin, auditor]) {
    expect((await people(reader)).map((row) => row.user_id).toSorted()).toEqual([admin, auditor, member].toSorted());
  }
  expect(await people(member)).toHaveLength(0);
  expect(await people(stranger)).toHaveLength(0);
  await expect(database.as('anon', (as) => as`select * from public.tenant_people(${tenant.id})`)).rejects.toMatchObject(
    { code: '42501' },
  );
});
