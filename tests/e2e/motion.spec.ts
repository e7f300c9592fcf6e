import type { Page } from '@playwright/test';
import { listPath, openAccountMenu } from './support/browse.ts';
import { createGroup, createVisitor } from './support/groups.ts';
import { addJob } from './support/jobs.ts';
import { expect, test } from './support/journey.ts';

/** Animations that never end by themselves. */
const endless = (page: Page) =>
  page.evaluate(
    () =>
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY).length,
  );

test('nothing moves for readers who asked for less motion, and the bar still says that something is under way', async ({
  world,
  open,
}) => {
  const group = await createGroup(world, { providers: ['acessorias', 'onecode'] });
  await addJob(world, group, { status: 'running', processed: 84, total: 200 });
  await addJob(world, group, { status: 'running', provider: 'onecode', processed: 300, total: null });
  const auditor = await createVisitor(world, 'auditor', group);
  const page = await open(auditor, listPath(group.slug), { reducedMotion: 'reduce' });
  await expect(page.getByRole('progressbar', { name: 'OneCode' })).toHaveAttribute('aria-valuetext', '300 registros');
  await expect(page.getByRole('progressbar', { name: 'OneCode' })).not.toHaveAttribute('aria-valuenow');
  await expect(page.getByText('Processando...')).toHaveCount(2);
  expect(await endless(page)).toBe(0);

  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await expect.poll(() => endless(page)).toBe(3);
});

test('the theme follows the system until somebody chooses, and the choice stays', async ({ world, open }) => {
  const group = await createGroup(world);
  const auditor = await createVisitor(world, 'auditor', group);
  const page = await open(auditor, listPath(group.slug), { colorScheme: 'dark' });
  const root = page.locator('html');
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(root).toHaveAttribute('data-theme', 'light');

  await openAccountMenu(page);
  await page.getByRole('radio', { name: 'Tema escuro' }).check({ force: true });
  await expect(root).toHaveAttribute('data-theme', 'dark');
  const second = await page.context().newPage();
  await second.goto(listPath(group.slug));
  await expect(second.locator('html')).toHaveAttribute('data-theme', 'dark');
  await openAccountMenu(second);
  await second.getByRole('radio', { name: 'Tema escuro' }).focus();
  await second.keyboard.press('ArrowLeft');
  await expect(second.locator('html')).toHaveAttribute('data-theme', 'light');
});
