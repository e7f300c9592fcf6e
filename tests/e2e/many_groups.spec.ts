import { randomUUID } from 'node:crypto';
import { listPath } from './support/browse.ts';
import { createGroup, createVisitor, type Visitor } from './support/groups.ts';
import { expect, test } from './support/journey.ts';
import type { World } from './support/world.ts';

/** People with hundreds of groups: nothing is refused, cut off or slow. */

/** So many more groups for a person, each with Acessórias; `active` of them with a run that waits until tomorrow. */
async function addGroups(world: World, visitor: Visitor, count: number, active = 0): Promise<void> {
  const mark = randomUUID().slice(0, 8);
  await world.sql`
    with made as (
      insert into public.tenants (name, slug)
      select 'Escritório ' || lpad(n::text, 4, '0') || ' São João', ${`g-${mark}-`} || n from generate_series(1, ${count}) as n
      returning id, slug
    ),
    members as (
      insert into public.tenant_members (tenant_id, user_id, role) select id, ${visitor.userId}, 'admin' from made
    ),
    integrations as (
      insert into public.tenant_integrations (tenant_id, provider_slug, is_enabled)
      select id, 'acessorias', true from made returning tenant_id
    )
    select count(*) from integrations`;
  await world.sql`
    insert into public.integration_jobs (tenant_id, provider_slug, run_after)
    select id, 'acessorias', now() + interval '1 day' from public.tenants where slug like ${`g-${mark}-%`} limit ${active}`;
}

test('with 420 groups no request is refused, and all of their active runs are counted', async ({ world, open }) => {
  const group = await createGroup(world);
  const visitor = await createVisitor(world, 'admin', group);
  await addGroups(world, visitor, 420, 420);
  const refused: string[] = [];
  const page = await open(visitor, listPath(group.slug), {
    prepare: async (opened) => {
      opened.on('response', (response) => {
        if (response.status() >= 400) refused.push(`${response.status()} ${response.url().slice(0, 200)}`);
      });
    },
  });
  await expect(page.getByText('Ao vivo')).toBeVisible();
  await expect(page.getByRole('article', { name: 'Acessórias' })).toBeVisible();
  await page.getByRole('button', { name: `Grupo ${group.name}` }).click();
  await page.getByRole('combobox', { name: 'Buscar grupo' }).fill('0420 joao');
  await expect(page.getByRole('option')).toHaveText([/Escritório 0420 São João.*1 em andamento/]);
  expect(refused).toEqual([]);
});

test('one of 1,000 groups is typed and chosen in a moment', async ({ world, open }) => {
  const group = await createGroup(world);
  const visitor = await createVisitor(world, 'admin', group);
  await addGroups(world, visitor, 1000);
  const page = await open(visitor, listPath(group.slug));
  await expect(page.getByText('Ao vivo')).toBeVisible();
  const button = page.getByRole('button', { name: `Grupo ${group.name}` });
  await button.click();
  const search = page.getByRole('combobox', { name: 'Buscar grupo' });
  await expect(page.getByText('1.001 grupos')).toBeVisible();
  const startedAt = Date.now();
  await search.pressSequentially('0987');
  await expect(page.getByRole('option')).toHaveText([/Escritório 0987/]);
  const found = Date.now() - startedAt;
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Grupo Escritório 0987 São João' })).toBeVisible();
  await expect(page.getByRole('article', { name: 'Acessórias' })).toBeVisible();
  console.log(`1,000 groups: typed and found in ${found} ms, chosen and shown in ${Date.now() - startedAt} ms`);
  expect(found).toBeLessThan(3000);
});

test('an address of an unknown group offers a search among many', async ({ world, open }) => {
  const group = await createGroup(world);
  const visitor = await createVisitor(world, 'admin', group);
  await addGroups(world, visitor, 30);
  const page = await open(visitor, '/integracoes?tenant=nenhum');
  await expect(page.getByRole('heading', { level: 1, name: 'Grupo não encontrado' })).toBeVisible();
  await page.getByRole('combobox', { name: 'Buscar grupo' }).fill('0007');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('banner')).toContainText('Escritório 0007');
});
