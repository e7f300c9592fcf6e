import type { Locator } from '@playwright/test';
import { detailPath, listPath } from './support/browse.ts';
import { createGroup, createVisitor, steer, tokenOf } from './support/groups.ts';
import { newestJob } from './support/jobs.ts';
import { expect, test } from './support/journey.ts';

/** Runs that go through the whole queue: the click, the function, the worker, the sandbox, and back by Realtime. */

const cardOf = (page: { getByRole: Locator['getByRole'] }) => page.getByRole('article', { name: 'Acessórias' });

test('a second window sees the badge, the bar and the end without being touched', async ({ world, open }) => {
  const group = await createGroup(world, { sandbox: { latencyMs: 400, companies: 100 } });
  const admin = await createVisitor(world, 'admin', group);
  const [first, second] = await Promise.all([open(admin, listPath(group.slug)), open(admin, detailPath(group.slug))]);
  await expect(second.getByText('Ao vivo')).toBeVisible();

  await cardOf(first).getByRole('button', { name: 'Executar' }).click();
  const current = second.getByRole('region', { name: 'Execução atual' });
  await expect(current.getByRole('progressbar', { name: 'Acessórias' })).toBeVisible();
  await expect(second.getByRole('button', { name: 'Executar agora' })).toHaveAttribute('aria-disabled', 'true');
  await expect(second).toHaveTitle(/Acessórias$/);
  await expect(current.getByText(/registros$/)).toBeVisible();

  await expect(current).toHaveCount(0);
  await expect(second.getByText('Concluído').first()).toBeVisible();
  await expect(second.getByRole('button', { name: 'Executar agora' })).toBeEnabled();
  await expect(cardOf(first).getByText('Concluído')).toBeVisible();
  await expect(cardOf(first).getByText(/^100 registros em/)).toBeVisible();
});

test('a run that is cancelled says what stays, and its worker stops', async ({ world, open }) => {
  const group = await createGroup(world, { sandbox: { latencyMs: 300, companies: 400 } });
  const page = await open(await createVisitor(world, 'admin', group), listPath(group.slug));
  const card = cardOf(page);
  await card.getByRole('button', { name: 'Executar' }).click();
  await expect(card.getByText(/^\d+ registros$/)).toBeVisible();

  await card.getByRole('button', { name: 'Cancelar' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Cancelar a execução da Acessórias' });
  await expect(dialog).toContainText(/O que já foi gravado \(\d+ registros\) permanece; o restante não será lido/);
  await dialog.getByRole('button', { name: 'Cancelar execução' }).click();
  await expect(card.getByText('Cancelado')).toBeVisible();

  // The pages that are asked for from now on are those of a new run: a worker that went on would ask in between.
  await steer(world, group, { latencyMs: 50, companies: 400 });
  await card.getByRole('button', { name: 'Executar' }).click();
  await expect(card.getByText('Concluído')).toBeVisible();
  const { stats } = await world.sandbox.read(tokenOf(group));
  const pages = stats.log.map((request) => request.page);
  const canceledAt = pages.indexOf(1, 1);
  expect(canceledAt).toBeGreaterThan(0);
  expect(canceledAt).toBeLessThan(20);
  // The new run looks twice at every page; a third request would be the old worker's.
  const timesOf = (page: number) => pages.slice(canceledAt).filter((asked) => asked === page).length;
  expect(Array.from({ length: 20 }, (_, index) => timesOf(index + 1))).toEqual(Array(20).fill(2));
});

test('a refused credential ends in "Falha", and "Ver erro" leads to everything that support asks for', async ({
  world,
  open,
}) => {
  const group = await createGroup(world, {
    sandbox: { companies: 100, faults: [{ kind: 'status', status: 401, page: 3 }] },
  });
  const page = await open(await createVisitor(world, 'admin', group), listPath(group.slug), {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const card = cardOf(page);
  await card.getByRole('button', { name: 'Executar' }).click();
  await expect(card.getByText('Falha')).toBeVisible();
  await expect(card.getByText(/recusou a credencial \(página 3\)/)).toBeVisible();

  await card.getByRole('link', { name: 'Ver erro' }).click();
  const panel = page.getByRole('dialog', { name: /^Execução de/ });
  await expect(panel.getByText('Credencial recusada pelo provedor')).toBeVisible();
  await panel.getByText('Detalhes técnicos').first().click();
  await panel.getByRole('button', { name: 'Copiar detalhes' }).click();
  await expect(panel.getByRole('button', { name: 'Copiado' })).toBeVisible();
  const { id } = await newestJob(world, group);
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.split('\n')).toEqual([
    'Integração: Acessórias',
    `Execução: ${id}`,
    'Tentativa: 1 de 3',
    expect.stringMatching(/^Horário: \d{2}\/\d{2}\/\d{4}, \d{2}:\d{2}:\d{2} (BRT|GMT-3)$/),
    'Código: credentials_rejected',
    expect.stringContaining('página 3'),
  ]);
});

test('details that the browser does not let copy are selected instead', async ({ world, open }) => {
  const group = await createGroup(world, { sandbox: { faults: [{ kind: 'status', status: 403 }] } });
  const page = await open(await createVisitor(world, 'admin', group), listPath(group.slug), {
    // As in a browser whose policy forbids the clipboard.
    prepare: (opened) =>
      opened.addInitScript(() => {
        navigator.clipboard.writeText = () => Promise.reject(new DOMException('Write permission denied.'));
      }),
  });
  await cardOf(page).getByRole('button', { name: 'Executar' }).click();
  await cardOf(page).getByRole('link', { name: 'Ver erro' }).click();
  const panel = page.getByRole('dialog', { name: /^Execução de/ });
  await panel.getByText('Detalhes técnicos').first().click();
  await panel.getByRole('button', { name: 'Copiar detalhes' }).click();
  await expect(page.getByRole('status')).toHaveText(/O texto foi selecionado: use Ctrl\+C/);
  const selected = await page.evaluate(() => document.getSelection()?.toString());
  expect(selected).toContain('Código: permission_denied');
});
