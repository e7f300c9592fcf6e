import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { detailPath, listPath } from './support/browse.ts';
import { createGroup, createNamedVisitor, createVisitor } from './support/groups.ts';
import { addJob } from './support/jobs.ts';
import { expect, test } from './support/journey.ts';

const WEEK_AGO = 7 * 24 * 60;
const PROVIDERS = ['acessorias', 'bomcontrole', 'onecode'] as const;

/** Clicks and says how many clicks that makes. */
function counted() {
  let clicks = 0;
  return {
    click: async (target: Locator, options?: { position: { x: number; y: number } }) => {
      clicks += 1;
      await target.click(options);
    },
    clicks: () => clicks,
  };
}

test('from the list to who ran it is one click, to what a run changed two', async ({ world, open }) => {
  const group = await createGroup(world, { providers: [...PROVIDERS] });
  const admin = await createNamedVisitor(world, `ana-${group.slug}@ipe.test`, 'admin', group);
  await addJob(world, group, { status: 'error', minutesAgo: WEEK_AGO, attempts: 1, createdBy: admin.userId });
  await addJob(world, group, { status: 'success', minutesAgo: 70, createdBy: admin.userId });
  const auditor = await createVisitor(world, 'auditor', group);
  const page = await open(auditor, listPath(group.slug));
  const card = page.getByRole('article', { name: 'Acessórias' });
  await expect(card.getByText('Dados atualizados há 1 hora')).toBeVisible();

  const who = counted();
  // Anywhere on the card.
  await who.click(card, { position: { x: 12, y: 12 } });
  const last = page
    .getByRole('listitem')
    .filter({ hasText: `por ${admin.email}` })
    .first();
  await expect(last).toContainText('Concluído');
  expect(who.clicks()).toBe(1);

  await who.click(last.getByRole('link', { name: 'Ver execução' }));
  const panel = page.getByRole('dialog');
  await expect(panel.getByText('Leu 511 registros em 5,4 s: 3 criados, 12 atualizados.')).toBeVisible();
  await expect(panel.getByRole('region', { name: 'O que mudou' })).toBeVisible();
  expect(who.clicks()).toBe(2);
});

test('last week’s failure is three clicks from the list: card, day, error', async ({ world, open }) => {
  const group = await createGroup(world, { providers: [...PROVIDERS] });
  await addJob(world, group, { status: 'error', minutesAgo: WEEK_AGO, attempts: 1 });
  await addJob(world, group, { status: 'success', minutesAgo: 70 });
  const page = await open(await createVisitor(world, 'auditor', group), listPath(group.slug));
  const way = counted();
  await way.click(page.getByRole('article', { name: 'Acessórias' }), { position: { x: 12, y: 12 } });
  await way.click(page.getByRole('link', { name: /1 falha\. Ver as execuções$/ }));
  await expect(page.getByText('1 de 1 execução')).toBeVisible();
  await way.click(page.getByRole('link', { name: 'Ver erro' }));
  await expect(page.getByRole('dialog').getByText(/^Falhou na tentativa 1 de 3/)).toBeVisible();
  expect(way.clicks()).toBe(3);
});

test('an auditor of two groups finds a run of either by the beginning of its id, and prints who printed it', async ({
  world,
  open,
}) => {
  const group = await createGroup(world, { providers: [...PROVIDERS] });
  const other = await createGroup(world);
  const auditor = await createVisitor(world, 'auditor', group);
  await world.sql`insert into public.tenant_members (tenant_id, user_id, role) values (${other.id}, ${auditor.userId}, 'auditor')`;
  for (let n = 0; n < 23; n += 1) await addJob(world, group, { status: 'success', minutesAgo: 10 + n });
  const wanted = await addJob(world, other, { status: 'error', minutesAgo: 5000 });

  const page = await open(auditor, listPath(group.slug));
  await page.getByRole('link', { name: 'Execuções' }).click();
  await expect(page.getByText('20 de 24 execuções')).toBeVisible();
  await expect(page.getByText(/^Guardamos as execuções por 400 dias/)).toBeVisible();
  await page.getByLabel('Identificação').fill(wanted.slice(0, 13));
  await expect(page.getByText('1 de 1 execução')).toBeVisible();
  await page.getByRole('link', { name: 'Ver erro' }).click();
  await expect(page.getByRole('dialog').getByText(wanted, { exact: true })).toBeVisible();

  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('dialog').getByText(`Impresso por ${auditor.email}`)).toBeVisible();
  await expect(
    page
      .getByRole('dialog')
      .getByText(/ (BRT|GMT-3)/)
      .first(),
  ).toBeVisible();
  await page.emulateMedia({ media: 'screen' });
  await page.keyboard.press('Escape');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText('Execuções · Todos os grupos')).toBeVisible();
  await expect(page.getByText(/Identificação: começa com/)).toBeVisible();
  await expect(page.getByRole('table').getByText(wanted)).toBeVisible();
});

const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

const PAGES = [
  ['all executions', (slug: string) => `/execucoes?tenant=${slug}`],
  ['one integration', (slug: string) => detailPath(slug)],
  ['the list', listPath],
] as const;

for (const [name, pathOf] of PAGES) {
  test(`${name}: fits three widths, and axe finds nothing in either theme`, async ({ world, open }) => {
    const group = await createGroup(world, { providers: [...PROVIDERS] });
    for (let n = 0; n < 4; n += 1) await addJob(world, group, { status: 'error', minutesAgo: 10 + n });
    const page = await open(await createVisitor(world, 'auditor', group), pathOf(group.slug));
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    for (const width of [320, 768, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await fits(page), `${width} px`).toBe(true);
    }
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    }
  });
}
