import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { createTenant as createGroup, createUser } from '../../support/database/fixtures.ts';

const database = testDatabase();

const createTenant = (name: string, slug: string, zone: string, email: string) =>
  database.as('service_role', (as) => as`select public.create_tenant(${name}, ${slug}, ${zone}, ${email}) as id`);

test('a group comes with its first admin', async () => {
  const user = await createUser(database.sql);
  const [row] = await createTenant('Cedro Contábil', 'cedro', 'America/Manaus', `${user}@test.example`);
  const [tenant] = await database.sql`select name, slug, time_zone from public.tenants where id = ${row?.id}`;
  expect(tenant).toEqual({ name: 'Cedro Contábil', slug: 'cedro', time_zone: 'America/Manaus' });
  const [member] = await database.sql`select user_id, role from public.tenant_members where tenant_id = ${row?.id}`;
  expect(member).toEqual({ user_id: user, role: 'admin' });
});

test('what is wrong is refused by its kind, and nothing is left of it', async () => {
  const email = `${await createUser(database.sql)}@test.example`;
  await createTenant('Jatobá', 'jatoba', 'America/Sao_Paulo', email);
  await expect(createTenant('X', 'x', 'America/Sao_Paulo', 'nobody@test.example')).rejects.toMatchObject({
    code: 'P0002',
  });
  await expect(createTenant('X', 'jatoba', 'America/Sao_Paulo', email)).rejects.toMatchObject({ code: '23505' });
  await expect(createTenant('X', 'Não serve', 'America/Sao_Paulo', email)).rejects.toMatchObject({ code: '23514' });
  await expect(createTenant('X', 'y', 'Brasil/Central', email)).rejects.toMatchObject({ code: '22023' });
  expect(await database.sql`select from public.tenants where name = 'X'`).toHaveLength(0);
});

test('another time zone plans the next runs anew', async () => {
  const group = await createGroup(database.sql);
  await database.sql`
    update public.tenant_integrations set schedule_kind = 'daily', schedule_time = '06:00' where tenant_id = ${group.id}`;
  const hour = async () => {
    const [row] = await database.sql`
      select extract(hour from next_run_at at time zone 'UTC')::integer as hour from public.tenant_integrations where tenant_id = ${group.id}`;
    return row?.hour;
  };
  expect(await hour()).toBe(9);
  await database.sql`update public.tenants set time_zone = 'Asia/Tokyo' where id = ${group.id}`;
  expect(await hour()).toBe(21);
});
