import type { Page } from '@playwright/test';
import { connectToSandbox } from '../support/stack/sandbox.ts';
import { detailPath, listPath } from './support/browse.ts';
import { createGroup, createVisitor, type Group } from './support/groups.ts';
import { expect, test } from './support/journey.ts';
import { look, overflowOf, violationsOn } from './support/looks.ts';
import type { World } from './support/world.ts';

/** A group whose credential the provider refuses, with a daily schedule; one run has failed, through the real queue. */
async function refusedGroup(
  world: World,
  page: (group: Group) => Promise<Page>,
): Promise<{ group: Group; page: Page }> {
  const group = await createGroup(world);
  await world.sql`
    update public.tenant_integrations set schedule_kind = 'daily', schedule_time = '06:00' where tenant_id = ${group.id}`;
  await world.sql`select private.write_credential(${group.id}, 'acessorias', 'token-que-ninguem-conhece')`;
  const opened = await page(group);
  await opened.getByRole('button', { name: 'Executar' }).click();
  await expect(opened.getByRole('article').getByText('Falha', { exact: true })).toBeVisible();
  return { group, page: opened };
}

test('from a refused credential on the list to "Concluído" it is two clicks and the credential', async ({
  world,
  open,
}) => {
  const { group, page } = await refusedGroup(world, async (made) =>
    open(await createVisitor(world, 'admin', made), listPath(made.slug)),
  );
  const good = await connectToSandbox(world.sql, world.sandboxUrl, group, 'acessorias');
  await world.sql`select private.write_credential(${group.id}, 'acessorias', 'token-que-ninguem-conhece')`;
  const card = page.getByRole('article');
  await expect(card.getByText('Agendamento pausado', { exact: true })).toBeVisible();

  let clicks = 0;
  const click = async (name: string, role: 'link' | 'button') => {
    await page.getByRole(role, { name }).first().click();
    clicks += 1;
  };
  await click('Corrigir credencial', 'link');
  await expect(page.getByLabel('Nova credencial da Acessórias')).toBeFocused();
  await page.keyboard.type(good);
  await click('Testar, salvar e executar', 'button');
  await expect(page.getByText('Concluído').first()).toBeVisible();
  console.log(`Clicks from a refused credential on the list to "Concluído": ${clicks}`);
  expect(clicks).toBe(2);

  await expect(page.getByRole('region', { name: 'Problema e solução' })).toHaveCount(0);
  const [row] = await world.sql`
    select schedule_paused_at, next_run_at > now() as is_planned from public.tenant_integrations where tenant_id = ${group.id}`;
  expect(row).toEqual({ schedule_paused_at: null, is_planned: true });
});

test('all of it works by keyboard alone, and Cancelar gives the button back', async ({ world, open }) => {
  const { group, page } = await refusedGroup(world, async (made) =>
    open(await createVisitor(world, 'admin', made), listPath(made.slug)),
  );
  await page.getByRole('link', { name: 'Corrigir credencial' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Nova credencial da Acessórias')).toBeFocused();
  await page.keyboard.type('outra-que-ninguem-conhece');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/A credencial não foi salva/)).toBeVisible();
  await expect(page.getByLabel('Nova credencial da Acessórias')).toBeFocused();
  await page.getByRole('button', { name: 'Cancelar' }).click();
  await expect(page.getByRole('button', { name: 'Corrigir credencial' })).toBeFocused();
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`/integracoes\\?tenant=${group.slug}$`));
});

test('the banner is accessible in both themes and with forced colours, and fits every width', async ({
  world,
  open,
}) => {
  const { group, page } = await refusedGroup(world, async (made) =>
    open(await createVisitor(world, 'admin', made), listPath(made.slug)),
  );
  await page.getByRole('link', { name: 'Corrigir credencial' }).click();
  await expect(page.getByLabel('Nova credencial da Acessórias')).toBeFocused();
  for (const theme of ['light', 'dark'] as const) {
    for (const width of [320, 768, 1440]) {
      await look(page, { theme, width });
      expect(await violationsOn(page), `${theme}, ${width} px`).toEqual([]);
      expect(await overflowOf(page), `sideways scroll at ${width} px`).toBe(0);
    }
  }
  const auditor = await open(await createVisitor(world, 'auditor', group), detailPath(group.slug), {
    forcedColors: 'active',
  });
  const banner = auditor.getByRole('region', { name: 'Problema e solução' });
  await expect(banner.getByText('Peça a um administrador do grupo que corrija.')).toBeVisible();
  await expect(banner.getByRole('button')).toHaveCount(0);
  expect(await violationsOn(auditor)).toEqual([]);
});
