import { expect, type Page, test } from '@playwright/test';
import { type DemoStack, demoStack, signIn } from './support/demo.ts';

/** The story of the product, on the demo data, through the real path: nothing is mocked and the page is never reloaded. */

let demo: DemoStack;
test.beforeAll(() => {
  demo = demoStack();
});
test.afterAll(() => demo.close());

/** Collects every value that the bar shows, in order, and remembers whether the page was loaded anew. */
async function watchBar(page: Page, name: string): Promise<void> {
  await page.evaluate((label) => {
    const seen: string[] = [];
    const look = () => {
      const value = document
        .querySelector(`[role="progressbar"][aria-label="${label}"]`)
        ?.getAttribute('aria-valuenow');
      if (value && value !== seen.at(-1)) seen.push(value);
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
    Object.assign(window, { barValues: seen });
  }, name);
}

const barValues = (page: Page) =>
  page.evaluate(() => (window as unknown as { barValues?: string[] }).barValues?.map(Number) ?? null);

test('an admin runs Acessórias and sees it live, an auditor watches in another window', async ({ page, browser }) => {
  await demo.resetCompanies('aurora');
  // The provider announces no total: a bar with a percentage needs the count of an earlier complete read.
  await demo.rememberRead('aurora', 511);
  await page.goto(`${demo.appUrl}/integracoes`);
  await signIn(page, 'admin@aurora.test');
  const card = page.getByRole('article', { name: 'Acessórias' });
  await expect(card.getByRole('button', { name: 'Executar' })).toBeEnabled();

  const auditor = await (await browser.newContext()).newPage();
  await auditor.goto(`${demo.appUrl}/integracoes`);
  await signIn(auditor, 'auditor@aurora.test');
  const auditorCard = auditor.getByRole('article', { name: 'Acessórias' });
  await expect(auditor.getByText('Ao vivo')).toBeVisible();
  await expect(auditorCard.getByRole('button', { name: 'Executar' })).toHaveCount(0);

  await watchBar(page, 'Acessórias');
  await card.getByRole('button', { name: 'Executar' }).click();
  await expect(card.getByText('Processando...')).toBeVisible();
  await expect(auditorCard.getByText('Processando...')).toBeVisible();
  await expect(card.getByRole('button', { name: /Executar|Colocando na fila/ })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await expect(card.getByText(/de \d+ registros/)).toBeVisible();

  await expect(card.getByText('Concluído')).toBeVisible({ timeout: 30_000 });
  await expect(auditorCard.getByText('Concluído')).toBeVisible();
  // The collected values survive only when the page was not loaded anew; several rising ones prove that the bar moved.
  const values = await barValues(page);
  expect(values).not.toBeNull();
  expect(values?.length).toBeGreaterThanOrEqual(3);
  expect(values?.toSorted((a, b) => a - b)).toEqual(values);
  expect(await demo.countCompanies('aurora')).toEqual({ all: 511, distinct: 511 });

  await card.getByRole('link', { name: 'Acessórias' }).click();
  await page.getByRole('tab', { name: 'Execuções' }).click();
  const newest = page.getByRole('table').getByRole('row').nth(1);
  await expect(newest).toContainText('Concluído');
  await expect(newest).toContainText('1 de 3');
});
