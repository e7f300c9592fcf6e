import type { Page, Request } from '@playwright/test';
import { listPath } from './support/browse.ts';
import { createGroup, createVisitor, type Group } from './support/groups.ts';
import { addJob, changeJob, completeJob } from './support/jobs.ts';
import { expect, type Open, test } from './support/journey.ts';
import { type Wire, wireOf } from './support/wire.ts';
import type { World } from './support/world.ts';

/** What the page does while it cannot hear from the server. The clock of the page is moved, nobody waits. */

interface Scene {
  page: Page;
  wire: Wire;
  group: Group;
  jobId: string;
  /** Resolves when no read of the page is under way: what the database says from then on, the page has not asked for. */
  quiet(): Promise<void>;
}

/** An admin looks at a list on which one integration runs. */
async function watchRun(world: World, open: Open): Promise<Scene> {
  const group = await createGroup(world);
  const jobId = await addJob(world, group, { status: 'running', processed: 80, total: 200, minutesAgo: 1 });
  const wires: Wire[] = [];
  const reads = new Set<Request>();
  const page = await open(await createVisitor(world, 'admin', group), listPath(group.slug), {
    prepare: async (opened) => {
      await opened.clock.install();
      wires.push(await wireOf(opened));
      opened.on('request', (request) => void (request.url().includes('/rest/') && reads.add(request)));
      opened.on('requestfinished', (request) => void reads.delete(request));
      opened.on('requestfailed', (request) => void reads.delete(request));
    },
  });
  await expect(page.getByText('Ao vivo')).toBeVisible();
  await expect(page.getByText('80 de 200 registros')).toBeVisible();
  const [wire] = wires;
  if (wire === undefined) throw new Error('Expected the page to have been prepared');
  const quiet = () => expect.poll(() => reads.size, 'reads under way').toBe(0);
  return { page, wire, group, jobId, quiet };
}

test('without internet the page says so, keeps what it knows, and is right again afterwards', async ({
  world,
  open,
}) => {
  const { page, wire, jobId, quiet } = await watchRun(world, open);
  await wire.cut();
  await page.context().setOffline(true);
  await quiet();
  await expect(page.getByRole('main').getByText('Sem internet')).toBeVisible();
  await expect(page.getByText(/Você vê os últimos dados recebidos/)).toBeVisible();
  await expect(page.getByRole('status')).toHaveText('Sem internet');

  await completeJob(world, jobId);
  await page.clock.runFor(15_000);
  await expect(page.getByText('80 de 200 registros')).toBeVisible();
  await expect(page.getByRole('article').getByText('Processando...')).toBeVisible();

  wire.mend();
  await page.context().setOffline(false);
  await expect(page.getByRole('article').getByText('Concluído')).toBeVisible();
  await expect(page.getByText('Sem internet')).toHaveCount(0);
});

test('an action without internet fails at once, in words, and can be repeated', async ({ world, open }) => {
  const group = await createGroup(world);
  const page = await open(await createVisitor(world, 'admin', group), listPath(group.slug));
  const run = page.getByRole('button', { name: 'Executar' });
  await expect(run).toBeVisible();
  await page.context().setOffline(true);
  await run.click();
  await expect(page.getByRole('alert')).toContainText('Sem conexão com o servidor');
  await expect(page.getByRole('alert')).toContainText('Verifique a internet e tente novamente.');

  await page.context().setOffline(false);
  await run.click();
  await expect(page.getByRole('article').getByText('Concluído')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('while the live connection is down the page asks by itself, and says so', async ({ world, open }) => {
  const { page, wire, jobId } = await watchRun(world, open);
  await wire.cut();
  await page.clock.runFor(3_000);
  await expect(page.getByText('Reconectando…')).toBeVisible();
  await page.clock.runFor(10_000);
  await expect(page.getByText('Atualizando a cada 3 s')).toBeVisible();

  await changeJob(world, jobId, { progress: 70, processed_count: 140 });
  await page.clock.runFor(3_000);
  await expect(page.getByText('140 de 200 registros')).toBeVisible();

  wire.mend();
  await page.clock.runFor(15_000);
  await expect(page.getByText('Ao vivo')).toBeVisible();
  await completeJob(world, jobId);
  await expect(page.getByRole('article').getByText('Concluído')).toBeVisible();
});

test('a run that ended while the computer slept is right as soon as somebody looks', async ({ world, open }) => {
  const { page, wire, jobId, quiet } = await watchRun(world, open);
  wire.mute();
  await setVisibility(page, 'hidden');
  await quiet();
  await completeJob(world, jobId);
  await page.clock.runFor(60_000);
  await expect(page.getByRole('article').getByText('Processando...')).toBeVisible();

  await setVisibility(page, 'visible');
  await expect(page.getByRole('article').getByText('Concluído')).toBeVisible();
});

/** What the browser tells a page whose tab goes to the back or comes to the front. */
async function setVisibility(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value });
    Object.defineProperty(document, 'hidden', { configurable: true, value: value === 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}
