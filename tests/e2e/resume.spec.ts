import { detailPath } from './support/browse.ts';
import { createGroup, createVisitor, steer, tokenOf } from './support/groups.ts';
import { newestJob } from './support/jobs.ts';
import { expect, test } from './support/journey.ts';

const LIST = { latencyMs: 0, companies: 100 };

test('a run after a failed one goes on where that one stopped, or begins from the start when asked to', async ({
  world,
  open,
}) => {
  const group = await createGroup(world, {
    sandbox: { ...LIST, faults: [{ kind: 'status', status: 403, page: 4 }] },
  });
  const page = await open(await createVisitor(world, 'admin', group), detailPath(group.slug));
  const start = page.getByRole('button', { name: 'Executar agora' });
  await start.click();
  await expect(page.getByText('Falha').first()).toBeVisible();

  await page.getByRole('tab', { name: 'Execuções' }).click();
  await page.getByRole('link', { name: 'Ver erro' }).click();
  const panel = page.getByRole('dialog', { name: /^Execução de/ });
  const goOn = panel.getByRole('button', { name: 'Continuar de onde parou' });
  await expect(goOn).toBeVisible();
  await expect(panel.getByText(/^Já foram lidos \d+ registros; a leitura continua dali\.$/)).toBeVisible();
  const failed = await newestJob(world, group);
  const askedBefore = (await world.sandbox.read(tokenOf(group))).stats.log.length;
  await goOn.click();
  await expect(page).not.toHaveURL(new RegExp(failed.id));
  await expect.poll(async () => (await newestJob(world, group)).status).toBe('error');
  const { log } = (await world.sandbox.read(tokenOf(group))).stats;
  expect(log[askedBefore]?.page).toBeGreaterThan(1);
  await expect(panel.getByRole('link', { name: 'uma execução que falhou' })).toBeVisible();

  await steer(world, group, LIST);
  const askedByThen = log.length;
  await panel.getByRole('button', { name: 'Começar do início' }).click();
  await expect.poll(async () => (await newestJob(world, group)).status).toBe('success');
  expect((await world.sandbox.read(tokenOf(group))).stats.log[askedByThen]?.page).toBe(1);
  await expect(panel.getByText('Tentativa 1: concluída')).toBeVisible();
  await expect(panel.getByRole('link', { name: 'uma execução que falhou' })).toHaveCount(0);
});
