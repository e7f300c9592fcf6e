import { detailPath, listPath } from './support/browse.ts';
import { createGroup, createVisitor } from './support/groups.ts';
import { addJob, completeJob } from './support/jobs.ts';
import { expect, type Open, test } from './support/journey.ts';
import { type Wire, wireOf } from './support/wire.ts';
import type { World } from './support/world.ts';

/** Runs of other people while the page cannot hear. The clock of the page is moved, nobody waits. */

const ENDED = { status: 'success', minutesAgo: 0, tookMs: 50, processed: 37, total: 37 } as const;
const NEXT_RUN = { status: 'running', processed: 12, total: 200, minutesAgo: 0 } as const;

async function watch(world: World, open: Open, pathOf: (slug: string) => string) {
  const group = await createGroup(world);
  await addJob(world, group, { status: 'success', minutesAgo: 630, processed: 500, total: 500 });
  const wires: Wire[] = [];
  const page = await open(await createVisitor(world, 'admin', group), pathOf(group.slug), {
    prepare: async (opened) => {
      await opened.clock.install();
      wires.push(await wireOf(opened));
    },
  });
  await expect(page.getByText('Ao vivo')).toBeVisible();
  const [wire] = wires;
  if (wire === undefined) throw new Error('Expected the page to have been prepared');
  return { page, wire, group };
}

test('a run that began and ended while the socket was down is on the card within seconds of the socket', async ({
  world,
  open,
}) => {
  const { page, wire, group } = await watch(world, open, listPath);
  const card = page.getByRole('article', { name: 'Acessórias' });
  await expect(card.getByText('Dados atualizados há 10 horas')).toBeVisible();
  await wire.cut();
  await addJob(world, group, ENDED);
  wire.mend();
  // Less than a poll: what is seen now, the socket has brought.
  await page.clock.runFor(4_000);
  await expect(card.getByText(/^37 registros em/)).toBeVisible({ timeout: 5_000 });
  await expect(card.getByText('Dados atualizados há 10 horas')).toHaveCount(0);
  await expect(page.getByText('Ao vivo')).toBeVisible();
});

test('log, overview and history tell of it as well', async ({ world, open }) => {
  const { page, wire, group } = await watch(world, open, detailPath);
  const attempts = page.getByRole('listitem').filter({ hasText: '1ª tentativa' });
  await expect(attempts).toHaveCount(1);
  await wire.cut();
  await addJob(world, group, ENDED);
  wire.mend();
  await page.clock.runFor(4_000);
  await expect(attempts).toHaveCount(2, { timeout: 5_000 });
  await expect(page.getByText('2 de 2 nos últimos 30 dias, sem as canceladas')).toBeVisible();

  await page.getByRole('tab', { name: 'Execuções' }).click();
  await expect(page.getByRole('row')).toHaveCount(3);
  await wire.cut();
  await addJob(world, group, ENDED);
  wire.mend();
  await page.clock.runFor(4_000);
  await page.getByRole('button', { name: /1 nova execução/ }).click({ timeout: 5_000 });
  await expect(page.getByRole('row')).toHaveCount(4);
});

test('while the page only asks, one question finds the runs of others, begun and ended', async ({ world, open }) => {
  const { page, wire, group } = await watch(world, open, listPath);
  const card = page.getByRole('article', { name: 'Acessórias' });
  await wire.cut();
  await page.clock.runFor(13_000);
  await expect(page.getByText('Atualizando a cada 10 s')).toBeVisible();
  await addJob(world, group, ENDED);
  await page.clock.runFor(10_000);
  await expect(card.getByText(/^37 registros em/)).toBeVisible();
  const running = await addJob(world, group, NEXT_RUN);
  await page.clock.runFor(10_000);
  await expect(card.getByText('12 de 200 registros')).toBeVisible();
  await completeJob(world, running);
  await page.clock.runFor(3_000);
  await expect(card.getByText(/^200 registros/)).toBeVisible();
});
