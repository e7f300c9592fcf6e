import { readFile } from 'node:fs/promises';
import { detailPath } from './support/browse.ts';
import { createGroup, createVisitor } from './support/groups.ts';
import { addJob, completeJob } from './support/jobs.ts';
import { expect, test } from './support/journey.ts';

test('new executions are counted and do not push away the rows that somebody reads', async ({ world, open }) => {
  const group = await createGroup(world);
  const running = await addJob(world, group, { status: 'running', processed: 20, total: 100, minutesAgo: 2 });
  const page = await open(await createVisitor(world, 'auditor', group), detailPath(group.slug, '&aba=execucoes'));
  const rows = page.getByRole('table').getByRole('row');
  await expect(rows).toHaveCount(2);
  await expect(page.getByText('Ao vivo')).toBeVisible();
  await completeJob(world, running);
  await expect(rows.nth(1)).toContainText('Concluído');

  const next = await addJob(world, group, { status: 'running', processed: 5, total: 100, minutesAgo: 0 });
  await expect(page.getByRole('button', { name: 'Mostrar 1 nova execução' })).toBeVisible();
  await completeJob(world, next);
  await addJob(world, group, { status: 'running', processed: 10, total: 100, minutesAgo: 0 });
  const showNew = page.getByRole('button', { name: 'Mostrar 2 novas execuções' });
  await expect(showNew).toBeVisible();
  await expect(rows).toHaveCount(2);

  await showNew.click();
  await expect(rows).toHaveCount(4);
  await expect(rows.nth(1)).toContainText('Processando...');
  await expect(rows.nth(1)).toContainText('10 de 100 registros');
  await expect(page.getByRole('button', { name: /^Mostrar/ })).toHaveCount(0);
});

test('a long history comes in pages, each row in its own words', async ({ world, open }) => {
  const group = await createGroup(world);
  for (let index = 0; index < 23; index += 1) {
    const status = index === 3 ? 'canceled' : index === 5 ? 'error' : 'success';
    await addJob(world, group, { status, minutesAgo: 30 + index * 60, attempts: index === 5 ? 3 : 1 });
  }
  const page = await open(await createVisitor(world, 'auditor', group), detailPath(group.slug, '&aba=execucoes'));
  const rows = page.getByRole('table', { name: 'Execuções da Acessórias' }).getByRole('row');
  await expect(rows).toHaveCount(21);
  await expect(rows.first().getByRole('columnheader')).toHaveText([
    'Data',
    'Status',
    'Progresso',
    'Tempo de execução',
    'Tentativas',
    'Ação',
  ]);
  await expect(rows.nth(1)).toContainText('100%511 registros');
  await expect(rows.nth(1)).toContainText('5,4 s');
  await expect(rows.nth(4)).toContainText('Cancelado');
  await expect(rows.nth(6)).toContainText('3 de 3');
  await expect(rows.nth(6).getByRole('link')).toHaveText('Ver erro');

  await page.getByRole('button', { name: 'Carregar mais execuções' }).click();
  await expect(rows).toHaveCount(24);
  await expect(page.getByRole('button', { name: 'Carregar mais execuções' })).toHaveCount(0);
});

test('the overview counts what the executions say', async ({ world, open }) => {
  const group = await createGroup(world);
  for (const [index, status] of (['success', 'success', 'success', 'error'] as const).entries()) {
    await addJob(world, group, { status, minutesAgo: 60 + index * 60 * 24, tookMs: 4000 });
  }
  const page = await open(await createVisitor(world, 'auditor', group), detailPath(group.slug));
  await expect(page.getByText('75%', { exact: true })).toBeVisible();
  await expect(page.getByText('3 de 4 nos últimos 30 dias, sem as canceladas')).toBeVisible();
  await expect(page.getByText('4 s', { exact: true }).first()).toBeVisible();
  const chart = page.getByRole('figure', { name: '3 concluídas, 1 falha e nenhuma cancelada nos últimos 30 dias' });
  await expect(chart).toBeVisible();
  await page.getByText('Ver os números em tabela').click();
  await expect(page.getByRole('table', { name: 'Execuções por dia' }).getByRole('row')).toHaveCount(5);
});

test('a phone of 320 pixels has room for the words of rows, of the timeline and for a finger on each day', async ({
  world,
  open,
}) => {
  const group = await createGroup(world);
  const visitor = await createVisitor(world, 'admin', group);
  for (const status of ['success', 'error', 'canceled'] as const) {
    await addJob(world, group, { status, minutesAgo: 60 * 30, createdBy: visitor.userId });
  }
  const page = await open(visitor, detailPath(group.slug), { viewport: { width: 320, height: 700 } });
  const timeline = page.getByRole('region', { name: 'Linha do tempo' }).getByRole('listitem');
  await expect(timeline.first()).toBeVisible();
  for (const item of await timeline.all()) expect((await item.boundingBox())?.height).toBeLessThan(180);
  const day = await page.getByRole('figure').getByRole('link').first().boundingBox();
  expect(day?.width).toBeGreaterThanOrEqual(24);
  expect(day?.height).toBeGreaterThanOrEqual(24);

  await page.getByRole('tab', { name: 'Execuções' }).click();
  const rows = page.getByRole('table').getByRole('row');
  await expect(rows).toHaveCount(4);
  for (const row of await rows.all()) expect((await row.boundingBox())?.height).toBeLessThan(125);
});

test('what the filters show can be taken along as a file', async ({ world, open }) => {
  const group = await createGroup(world);
  await addJob(world, group, { status: 'success', minutesAgo: 90 });
  await addJob(world, group, { status: 'error', minutesAgo: 60, attempts: 3 });
  const auditor = await createVisitor(world, 'auditor', group);
  const page = await open(auditor, detailPath(group.slug, '&aba=execucoes&status=error'));
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(2);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Exportar CSV' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^[a-z0-9-]+\.csv$/);
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain('provider_unavailable');
});

test('an ended execution leads to a new one', async ({ world, open }) => {
  const group = await createGroup(world);
  const failed = await addJob(world, group, { status: 'error', minutesAgo: 60, attempts: 3 });
  const admin = await createVisitor(world, 'admin', group);
  const page = await open(admin, detailPath(group.slug, `&aba=execucoes&execucao=${failed}`));
  const panel = page.getByRole('dialog', { name: /^Execução de/ });
  await panel.getByRole('button', { name: 'Executar novamente' }).click();
  await expect(page).not.toHaveURL(new RegExp(`execucao=${failed}`));
  await expect(panel.getByText('Tentativa 1: concluída')).toBeVisible();
  await expect(panel.getByText('Você')).toBeVisible();
});
