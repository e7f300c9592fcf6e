import type { Page } from '@playwright/test';
import { detailPath, listPath } from './support/browse.ts';
import { createGroup, createVisitor } from './support/groups.ts';
import { addJob, newestJob } from './support/jobs.ts';
import { expect, test } from './support/journey.ts';

/** The role and the name of what has the focus, and whether a reader can see that it has. */
async function focused(page: Page): Promise<string> {
  const element = page.locator(':focus');
  const snapshot = await element.ariaSnapshot();
  const first = snapshot.split('\n')[0] ?? '';
  return first.replace(/^- /, '').replace(/ \[.*$|:.*$/, '');
}

async function tabThrough(page: Page, stops: number): Promise<string[]> {
  const order: string[] = [];
  for (let stop = 0; stop < stops; stop += 1) {
    await page.keyboard.press('Tab');
    order.push(await focused(page));
  }
  return order;
}

test('Tab leads through the list in reading order, one stop for each thing to do', async ({ world, open }) => {
  const group = await createGroup(world);
  const page = await open(await createVisitor(world, 'admin', group), listPath(group.slug));
  await expect(page.getByRole('article')).toHaveCount(1);
  await expect(page.getByRole('button', { name: /^Notificações/ })).toBeVisible();
  const order = await tabThrough(page, 13);
  expect(order.map((stop) => stop.replace(/Sua conta .*$/, 'Sua conta'))).toEqual([
    'link "Ir para o conteúdo"',
    'link "Integrações"',
    'link "Execuções"',
    'link "Pessoas"',
    'button "Notificações, nenhuma não lida"',
    'button "Sua conta',
    'link "Adicionar integração"',
    'button "Todas 1"',
    'button "Em andamento 0"',
    'button "Com falha 0"',
    'link "Acessórias"',
    // It was never run: the next of the steps that are left.
    'button "Testar conexão"',
    'button "Executar"',
  ]);
});

test('the skip link jumps over the header', async ({ world, open }) => {
  const group = await createGroup(world);
  const page = await open(await createVisitor(world, 'admin', group), listPath(group.slug));
  await expect(page.getByRole('article')).toHaveCount(1);
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Ir para o conteúdo' });
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  expect(await tabThrough(page, 1)).toEqual(['link "Adicionar integração"']);
});

test('a run is started, kept, cancelled and started again without a mouse', async ({ world, open }) => {
  const group = await createGroup(world, { sandbox: { latencyMs: 300, companies: 400 } });
  const page = await open(await createVisitor(world, 'admin', group), listPath(group.slug));
  const run = page.getByRole('button', { name: 'Executar' });
  const cancel = page.getByRole('button', { name: 'Cancelar' });
  await run.focus();
  await page.keyboard.press('Enter');
  await expect(cancel).toBeVisible();
  await expect(run).toBeFocused();
  await expect(run).toHaveAccessibleDescription(/Já existe uma execução em andamento/);
  await page.keyboard.press('Enter');

  await page.keyboard.press('Tab');
  await expect(cancel).toBeFocused();
  await page.keyboard.press('Space');
  const dialog = page.getByRole('alertdialog');
  const keep = dialog.getByRole('button', { name: 'Continuar execução' });
  await expect(keep).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(cancel).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(keep).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(dialog.getByRole('button', { name: 'Cancelar execução' })).toBeFocused();
  // The focus stays in the dialog.
  await page.keyboard.press('Tab');
  await expect(keep).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Cancelado')).toBeVisible();
  await expect(run).toBeFocused();
  expect((await newestJob(world, group)).status).toBe('canceled');
});

test('tabs, rows and the side panel answer to the keyboard, and the focus comes back', async ({ world, open }) => {
  const group = await createGroup(world);
  await addJob(world, group, { status: 'success', minutesAgo: 60 });
  await addJob(world, group, { status: 'error', minutesAgo: 30, attempts: 3 });
  const page = await open(await createVisitor(world, 'auditor', group), detailPath(group.slug));
  await page.getByRole('tab', { name: 'Visão Geral' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Execuções' })).toBeFocused();
  await expect(page.getByRole('table')).toBeVisible();
  await page.keyboard.press('End');
  await expect(page.getByRole('tab', { name: 'Configuração' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('table')).toBeVisible();

  const link = page.getByRole('link', { name: 'Ver erro' });
  await link.focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('dialog', { name: /^Execução de/ });
  await expect(panel.getByRole('button', { name: 'Fechar' })).toBeFocused();
  // The content itself: on a small screen it scrolls, by the arrow keys.
  await page.keyboard.press('Tab');
  await expect(panel.getByRole('region', { name: /^Execução de/ })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(panel.getByText(/Código: provider_unavailable/).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(link).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Ver detalhes' })).toBeFocused();
});

test('whatever has the focus shows it', async ({ world, open }) => {
  const group = await createGroup(world);
  const page = await open(await createVisitor(world, 'admin', group), listPath(group.slug));
  await expect(page.getByRole('article')).toHaveCount(1);
  for (let stop = 0; stop < 10; stop += 1) {
    await page.keyboard.press('Tab');
    const ring = await page.locator(':focus').evaluate((element) => {
      // The radio buttons of the theme are hidden: their label shows the focus.
      const shown = element instanceof HTMLInputElement ? (element.labels?.[0] ?? element) : element;
      const style = getComputedStyle(shown);
      return style.outlineStyle === 'none' ? 0 : Number.parseFloat(style.outlineWidth);
    });
    expect(ring, await focused(page)).toBeGreaterThanOrEqual(2);
  }
});
