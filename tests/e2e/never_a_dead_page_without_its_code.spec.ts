import type { Page } from '@playwright/test';
import { listPath, openAccountMenu, openContext } from './support/browse.ts';
import { createGroup, createVisitor, steer } from './support/groups.ts';
import { expect, test } from './support/journey.ts';

/** The code of a part of the app cannot be had: whatever else is on the page stays, and the part comes when it can. */

/** Chunks by the name of their module; they fail until `mend` is called. */
async function breakChunks(page: Page, names: string): Promise<{ mend: () => void }> {
  let isBroken = true;
  await page.route(new RegExp(`/assets/(${names})-[^/]+\\.js$`), (route) =>
    isBroken ? route.abort('internetdisconnected') : route.continue(),
  );
  return {
    mend: () => {
      isBroken = false;
    },
  };
}

test('who signs out without the sign-in page is told why, and sees it as soon as it can be had', async ({
  world,
  open,
}) => {
  const group = await createGroup(world);
  let chunks = { mend: () => {} };
  const page = await open(await createVisitor(world, 'admin', group), listPath(group.slug), {
    prepare: async (opened) => {
      chunks = await breakChunks(opened, 'Entrar');
    },
  });
  await page.getByRole('article', { name: 'Acessórias' }).waitFor();
  await openAccountMenu(page);
  await page.getByRole('button', { name: 'Sair' }).click();
  await expect(page.getByRole('alert')).toContainText('Não foi possível carregar esta parte');
  chunks.mend();
  await page.getByRole('button', { name: 'Tentar novamente' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Entrar' })).toBeVisible();
});

test('a page that is missing comes by itself when the network is back', async ({ world, open }) => {
  const group = await createGroup(world);
  let chunks = { mend: () => {} };
  const page = await open(await createVisitor(world, 'admin', group), listPath(group.slug), {
    prepare: async (opened) => {
      chunks = await breakChunks(opened, 'IntegracaoDetalhe');
    },
  });
  await page.getByText('Ao vivo').waitFor();
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'Acessórias' }).click();
  await expect(page.getByRole('alert')).toContainText('Sem internet, esta parte ainda não foi carregada');
  await expect(page.getByRole('banner')).toBeVisible();
  chunks.mend();
  await page.context().setOffline(false);
  await expect(page.getByRole('heading', { level: 1, name: 'Acessórias' })).toBeVisible();
});

test('Cancelar without its dialog leaves the list as it is, and opens when the network is back', async ({
  world,
  open,
}) => {
  const group = await createGroup(world);
  await steer(world, group, { latencyMs: 2000, companies: 200 });
  let chunks = { mend: () => {} };
  const page = await open(await createVisitor(world, 'admin', group), listPath(group.slug), {
    prepare: async (opened) => {
      chunks = await breakChunks(opened, 'CancelDialog');
    },
  });
  const card = page.getByRole('article', { name: 'Acessórias' });
  await card.getByRole('button', { name: 'Executar' }).click();
  await expect(card.getByRole('button', { name: 'Cancelar' })).toBeVisible();
  await page.context().setOffline(true);
  await card.getByRole('button', { name: 'Cancelar' }).click();
  await expect(card.getByRole('alert')).toContainText('Sem internet, esta parte ainda não foi carregada');
  await expect(card.getByRole('progressbar')).toBeVisible();
  await card.getByRole('button', { name: 'Fechar' }).click();
  await expect(card.getByRole('alert')).toHaveCount(0);
  await card.getByRole('button', { name: 'Cancelar' }).click();
  await expect(card.getByRole('alert')).toBeVisible();
  chunks.mend();
  await page.context().setOffline(false);
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancelar execução' }).click();
  await expect(card.getByText('Cancelado')).toBeVisible();
});

test('a page of a release that is gone is loaded anew, once', async ({ browser, world }) => {
  const group = await createGroup(world);
  const context = await openContext(browser, world, await createVisitor(world, 'admin', group));
  const page = await context.newPage();
  let loads = 0;
  page.on('domcontentloaded', () => {
    loads += 1;
  });
  // What is served now names another entry, as after a release; the old chunks are gone.
  await page.route(/\/assets\/IntegracaoDetalhe-[^/]+\.js$/, (route) => route.fulfill({ status: 404 }));
  await page.route(`${world.appUrl}/`, (route) =>
    route.request().resourceType() === 'fetch'
      ? route.fulfill({ contentType: 'text/html', body: '<script type="module" src="/assets/index-next.js"></script>' })
      : route.continue(),
  );
  await page.goto(listPath(group.slug));
  await page.getByRole('link', { name: 'Acessórias' }).click();
  await expect(page.getByRole('alert')).toContainText('Há uma nova versão das Integrações');
  await expect(page.getByRole('button', { name: 'Recarregar a página' })).toBeVisible();
  expect(loads).toBe(2);
  await context.close();
});

test('what the reader has not opened yet is loaded while there is time, and opens without a network', async ({
  world,
  open,
}) => {
  const group = await createGroup(world);
  const visitor = await createVisitor(world, 'admin', group);
  const page = await open(visitor, listPath(group.slug));
  await page.getByRole('article', { name: 'Acessórias' }).waitFor();
  const loaded = () =>
    page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name.replace(/.*\//, '')));
  for (const name of ['Entrar', 'CancelDialog', 'Conta', 'IntegracaoDetalhe']) {
    await expect.poll(async () => (await loaded()).some((file) => file.startsWith(`${name}-`))).toBe(true);
  }
  await page.context().setOffline(true);
  await openAccountMenu(page);
  await page.getByRole('button', { name: 'Sair' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Entrar' })).toBeVisible();
});
