import type { Page } from '@playwright/test';
import { PASSWORD } from '../support/stack/people.ts';
import { detailPath, listPath, openAccountMenu } from './support/browse.ts';
import { createGroup, createVisitor, type Group } from './support/groups.ts';
import { expect, test } from './support/journey.ts';
import type { World } from './support/world.ts';

/** Situations in which a page could end dead, unreadable, or as somebody else's. */

/** Runs of the group that failed, the newest first, with this message. */
async function addFailures(world: World, group: Group, count: number, message = 'Falhou'): Promise<string[]> {
  const rows = await world.sql<{ id: string }[]>`
    insert into public.integration_jobs
      (tenant_id, provider_slug, status, attempts, error_code, error_message, created_at, started_at, finished_at)
    select ${group.id}, 'acessorias', 'error', 1, 'provider_error', ${message},
      now() - make_interval(hours => n), now() - make_interval(hours => n), now() - make_interval(hours => n)
    from generate_series(1, ${count}) as n returning id`;
  return rows.map(({ id }) => id);
}

async function enter(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Senha', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Entrar' }).click();
}

const sidewaysBy = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test('browsers are told not to translate what is Portuguese already', async ({ open }) => {
  const page = await open(null, '/entrar');
  await expect(page.locator('html')).toHaveAttribute('translate', 'no');
  await expect(page.locator('html')).toHaveAttribute('lang', 'pt-BR');
});

test('in forced colours the filled, the chosen and the disabled differ from the rest', async ({ world, open }) => {
  const group = await createGroup(world, { sandbox: { latencyMs: 2000, companies: 200 } });
  const page = await open(await createVisitor(world, 'admin', group), listPath(group.slug), {
    forcedColors: 'active',
  });
  const card = page.getByRole('article', { name: 'Acessórias' });
  await card.getByRole('button', { name: 'Executar' }).click();
  const bar = card.getByRole('progressbar');
  await expect(bar.locator('> *')).toBeVisible();
  const colours = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((node) => {
        const { backgroundColor, color, borderBottomColor, borderBottomWidth } = getComputedStyle(node);
        return { backgroundColor, color, borderBottomColor, borderBottomWidth };
      });
  const canvas = (await colours('body')).backgroundColor;
  expect((await colours('[role=progressbar] > *')).backgroundColor).not.toBe(canvas);
  expect((await colours('[role=progressbar]')).borderBottomWidth).toBe('1px');
  expect((await colours('[aria-pressed=true]')).backgroundColor).not.toBe(
    (await colours('[aria-pressed=false]')).backgroundColor,
  );
  expect((await colours('button[aria-disabled=true]')).color).not.toBe((await colours('[aria-pressed=false]')).color);

  await page.getByRole('link', { name: 'Acessórias', exact: true }).click();
  await page.getByRole('tab', { name: 'Configuração' }).click();
  expect((await colours('[role=tab][aria-selected=true]')).borderBottomWidth).toBe('3px');
  await page.getByRole('switch').first().waitFor();
  expect((await colours('[role=switch][aria-checked=true] > span')).backgroundColor).not.toBe(canvas);
});

test('a dialog and a panel scroll to their last word in the smallest window', async ({ world, open }) => {
  const group = await createGroup(world, { sandbox: { latencyMs: 2000, companies: 200 } });
  const [jobId] = await addFailures(world, group, 1, 'Palavras '.repeat(60));
  const page = await open(
    await createVisitor(world, 'admin', group),
    detailPath(group.slug, `&aba=execucoes&execucao=${jobId}`),
    { viewport: { width: 320, height: 256 } },
  );
  const panel = page.getByRole('dialog');
  const last = panel.getByText('Registro da execução').last();
  await panel.getByRole('heading', { level: 3 }).last().scrollIntoViewIfNeeded();
  await expect(panel.getByRole('heading', { level: 3 }).last()).toBeInViewport();
  expect(await last.count()).toBeGreaterThanOrEqual(0);
  expect(await sidewaysBy(page)).toBe(0);
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);

  await page.getByRole('button', { name: 'Executar agora' }).click();
  await page.getByRole('button', { name: 'Cancelar execução' }).click();
  const dialog = page.getByRole('alertdialog');
  for (const button of await dialog.getByRole('button').all()) {
    await button.scrollIntoViewIfNeeded();
    await expect(button).toBeInViewport({ ratio: 1 });
  }
});

test('names, addresses and errors of one long word scroll no page sideways and stretch no header', async ({
  world,
  open,
}) => {
  const word = 'Contabilidadeintegradadosvalesdorioitajai'.repeat(4);
  const group = await createGroup(world, { name: word.slice(0, 120) });
  const second = await createGroup(world, { name: `B${word.slice(0, 118)}` });
  const [jobId] = await addFailures(world, group, 2, word);
  const visitor = await createVisitor(world, 'admin', group, second);
  const page = await open(visitor, listPath(group.slug));
  for (const width of [320, 768, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    for (const path of [
      listPath(group.slug),
      detailPath(group.slug),
      detailPath(group.slug, `&aba=execucoes&execucao=${jobId}`),
      detailPath(group.slug, '&aba=configuracao'),
      `/pessoas?tenant=${group.slug}`,
    ]) {
      // Within the app, as by a link: the journey counts what is loaded anew.
      await page.evaluate((to) => {
        history.pushState({ usr: null, key: String(Math.random()), idx: 1 }, '', to);
        dispatchEvent(new PopStateEvent('popstate', { state: history.state }));
      }, path);
      await page.getByRole('heading').first().waitFor();
      await page.waitForLoadState('networkidle');
      expect([width, path, await sidewaysBy(page)]).toEqual([width, path, 0]);
      const header = await page.locator('header').boundingBox();
      expect(header?.height, `${width} ${path}`).toBeLessThanOrEqual(width < 640 ? 130 : 70);
    }
  }
});

test('Esc in a panel that a link leads to leaves the focus on its row; Back after a closed panel goes back at once', async ({
  world,
  open,
}) => {
  const group = await createGroup(world);
  const [newest] = await addFailures(world, group, 3);
  const path = detailPath(group.slug, `&aba=execucoes&execucao=${newest}`);
  const page = await open(await createVisitor(world, 'admin', group), path);
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.locator(`[data-execucao="${newest}"]`).waitFor({ state: 'attached' });
  await page.keyboard.press('Escape');
  await expect(page.locator(`[data-execucao="${newest}"]`)).toBeFocused();

  await page.getByRole('link', { name: 'Integrações', exact: true }).first().click();
  await page.getByRole('article', { name: 'Acessórias' }).getByRole('link', { name: 'Acessórias' }).click();
  await page.getByRole('tab', { name: 'Execuções' }).click();
  const row = page.locator('[data-execucao]').first();
  await row.click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(row).toBeFocused();
  await page.goBack();
  await expect(page.getByRole('tab', { name: 'Visão Geral' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('the next person at a window does not inherit the page, whichever way the last one went', async ({
  world,
  open,
}) => {
  const group = await createGroup(world);
  const first = await createVisitor(world, 'admin', group);
  const other = await createVisitor(world, 'admin', await createGroup(world, { name: 'Jatobá Contábil' }));
  const page = await open(first, detailPath(group.slug, '&aba=configuracao'));
  await page.getByRole('heading', { level: 1, name: 'Acessórias' }).waitFor();
  await openAccountMenu(page);
  await page.getByRole('button', { name: 'Sair' }).click();
  await expect(page).toHaveURL(/\/entrar$/);
  await enter(page, other.email);
  await expect(page.getByRole('heading', { level: 1, name: 'Integrações' })).toBeVisible();
  await expect(page.getByRole('banner')).toContainText('Jatobá Contábil');

  // Their session ends from another window: the page waits for them, and for nobody else.
  await page.getByRole('link', { name: 'Acessórias', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Acessórias' }).waitFor();
  const elsewhere = await page.context().newPage();
  await elsewhere.goto('/integracoes');
  await openAccountMenu(elsewhere);
  await elsewhere.getByRole('button', { name: 'Sair' }).click();
  await elsewhere.close();
  await expect(page).toHaveURL(/\/entrar\?voltar=/);
  await enter(page, first.email);
  await expect(page.getByRole('heading', { level: 1, name: 'Integrações' })).toBeVisible();
  await expect(page.getByRole('banner')).toContainText(group.name);
});

test('what was typed survives a sign-out in another window, and a link asks before it takes it away', async ({
  world,
  open,
}) => {
  const group = await createGroup(world);
  const admin = await createVisitor(world, 'admin', group);
  const page = await open(admin, detailPath(group.slug, '&aba=configuracao'));
  const credential = page.getByLabel('Credencial', { exact: true });
  await credential.fill('token-novo-de-teste');
  const elsewhere = await page.context().newPage();
  await elsewhere.goto(listPath(group.slug));
  await openAccountMenu(elsewhere);
  await elsewhere.getByRole('button', { name: 'Sair' }).click();
  await elsewhere.close();
  await expect(page.getByText('Sua sessão terminou')).toBeVisible();
  await enter(page, admin.email);
  await expect(credential).toHaveValue('token-novo-de-teste');

  const questions: string[] = [];
  let answer = false;
  page.on('dialog', (dialog) => {
    questions.push(dialog.message());
    void (answer ? dialog.accept() : dialog.dismiss());
  });
  await page.getByRole('link', { name: 'Integrações', exact: true }).first().click();
  await expect.poll(() => questions).toHaveLength(1);
  expect(questions[0]).toContain('não foi salvo');
  await expect(credential).toHaveValue('token-novo-de-teste');
  answer = true;
  await page.getByRole('link', { name: 'Integrações', exact: true }).first().click();
  await expect(page.getByRole('article', { name: 'Acessórias' })).toBeVisible();
  await page.getByRole('link', { name: 'Acessórias', exact: true }).click();
  await page.getByRole('tab', { name: 'Configuração' }).click();
  await expect(credential).toHaveValue('');
});

test('a notice that there is no network goes when the network is back', async ({ world, open }) => {
  const group = await createGroup(world);
  const page = await open(await createVisitor(world, 'admin', group), listPath(group.slug));
  await page.getByText('Ao vivo').waitFor();
  await page.context().setOffline(true);
  const card = page.getByRole('article', { name: 'Acessórias' });
  await card.getByRole('button', { name: 'Executar' }).click();
  await expect(card.getByRole('alert')).toBeVisible();
  await page.context().setOffline(false);
  await expect(card.getByRole('alert')).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Sem internet' })).toHaveCount(0);
});
