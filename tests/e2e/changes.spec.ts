import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { detailPath } from './support/browse.ts';
import { createGroup, createVisitor, type Group, steer } from './support/groups.ts';
import { newestJob } from './support/jobs.ts';
import { expect, test } from './support/journey.ts';
import type { World } from './support/world.ts';

/** What real runs did with the records, told record by record. */

async function run(page: Page): Promise<void> {
  const start = page.getByRole('button', { name: 'Executar agora' });
  await start.click();
  await expect(start).toHaveAttribute('aria-disabled', 'true');
  await expect(start).not.toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByText('Concluído').first()).toBeVisible();
}

async function openNewest(page: Page, world: World, group: Group) {
  const { id } = await newestJob(world, group);
  await page.getByRole('tab', { name: 'Execuções' }).click();
  await page.locator(`a[href*="${id}"]`).click();
  return page.getByRole('dialog', { name: /^Execução de/ });
}

test('the panel lists what a run created, changed and marked as gone, and each counter leads there', async ({
  world,
  open,
}) => {
  const group = await createGroup(world, { sandbox: { latencyMs: 0, companies: 40 } });
  const page = await open(await createVisitor(world, 'admin', group), detailPath(group.slug));
  await run(page);
  const [changed, deleted] = await world.sql<{ id: string; legal_name: string }[]>`
    select id, legal_name from public.companies where tenant_id = ${group.id} order by external_id::int limit 2`;
  await world.sql`
    update public.companies set legal_name = 'Nome de antes', content_hash = 'old' where id = ${changed?.id ?? ''}`;
  await world.sql`delete from public.companies where id = ${deleted?.id ?? ''}`;
  await steer(world, group, { latencyMs: 0, companies: 38 });
  await run(page);

  const panel = await openNewest(page, world, group);
  const entries = panel.getByRole('list', { name: /alterados por esta execução/ }).getByRole('listitem');
  await expect(entries).toHaveCount(4);
  await panel.getByRole('link', { name: 'Removidos: 2, ver registros' }).click();
  await expect(entries).toHaveCount(2);
  await expect(panel.getByRole('region', { name: 'O que mudou' })).toBeFocused();
  await panel.getByRole('link', { name: 'Atualizados: 1, ver registros' }).click();
  await expect(entries).toHaveCount(1);
  await expect(entries).toContainText(`Razão social: de Nome de antes para ${changed?.legal_name}`);

  await panel.getByRole('button', { name: 'Tudo' }).click();
  await expect(entries).toHaveCount(4);
  await panel.getByRole('searchbox', { name: 'Procurar por nome' }).fill((deleted?.legal_name ?? '').toLowerCase());
  await expect(entries).toHaveCount(1);
  await expect(entries).toContainText('Criado');
  const download = page.waitForEvent('download');
  await panel.getByRole('button', { name: 'Exportar CSV' }).click();
  const lines = (await readFile(await (await download).path(), 'utf8')).trim().split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(`Criado;Empresa;${deleted?.legal_name}`);
});

test('when many records are missing at once an admin decides, and an auditor is told', async ({ world, open }) => {
  const group = await createGroup(world, { sandbox: { latencyMs: 0, companies: 60 } });
  const page = await open(await createVisitor(world, 'admin', group), detailPath(group.slug));
  await run(page);
  await steer(world, group, { latencyMs: 0, companies: 38 });
  await run(page);

  const panel = await openNewest(page, world, group);
  await expect(panel.getByText('22 de 60 registros não vieram nesta leitura')).toBeVisible();
  const auditorPage = await open(await createVisitor(world, 'auditor', group), page.url());
  await expect(auditorPage.getByText(/^Um administrador do grupo pode conferir/)).toBeVisible();
  await expect(auditorPage.getByRole('button', { name: 'Marcar como removidos…' })).toHaveCount(0);

  await panel.getByRole('button', { name: 'Marcar como removidos…' }).click();
  const question = page.getByRole('alertdialog', { name: 'Marcar 22 registros como removidos' });
  await question.getByRole('button', { name: 'Marcar como removidos' }).click();
  await expect(panel.getByText('Marcados como removidos: 22.')).toBeVisible();
  const [row] = await world.sql<{ gone: number }[]>`
    select count(*) filter (where gone_at is not null)::int as gone from public.companies where tenant_id = ${group.id}`;
  expect(row?.gone).toBe(22);
  await panel.getByRole('button', { name: 'Fechar' }).click();
  await page.getByRole('tab', { name: 'Configuração' }).click();
  await expect(page.getByText(/confirmou os registros que não vieram/)).toBeVisible();
});
