import type { Page } from '@playwright/test';
import { detailPath, listPath } from './support/browse.ts';
import { createGroup, createVisitor } from './support/groups.ts';
import { addJob } from './support/jobs.ts';
import { expect, test } from './support/journey.ts';

/** Names of everything on the page that would change something. */
const CHANGING = /Executar|Cancelar|Salvar|Ativar|Desativar|Remover|Testar|Enviar/;

const controls = (page: Page) =>
  page
    .getByRole('button', { name: CHANGING })
    .or(page.getByRole('switch'))
    .or(page.getByRole('main').getByRole('textbox'));

test('an auditor sees everything and finds nothing that would change anything', async ({ world, open }) => {
  const group = await createGroup(world);
  const failed = await addJob(world, group, { status: 'error', minutesAgo: 30, attempts: 3, processed: 200 });
  await addJob(world, group, { status: 'running', processed: 84, total: 200, step: 'Lendo empresas: página 5' });
  const page = await open(await createVisitor(world, 'auditor', group), listPath(group.slug));

  const card = page.getByRole('article', { name: 'Acessórias' });
  await expect(card.getByText('Processando...')).toBeVisible();
  await expect(card.getByRole('progressbar', { name: 'Acessórias' })).toHaveAttribute('aria-valuenow', '42');
  await expect(card.getByText('84 de 200 registros')).toBeVisible();
  await expect(controls(page)).toHaveCount(0);

  await card.getByRole('link', { name: 'Acessórias' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Acessórias' })).toBeVisible();
  await expect(page.getByText('Lendo empresas: página 5')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Execuções por dia' })).toBeVisible();
  await expect(controls(page)).toHaveCount(0);

  await page.getByRole('tab', { name: 'Execuções' }).click();
  const rows = page.getByRole('table').getByRole('row');
  await expect(rows).toHaveCount(3);
  await rows.filter({ hasText: 'Falha' }).getByRole('link', { name: 'Ver erro' }).click();
  const panel = page.getByRole('dialog', { name: /^Execução de/ });
  await expect(panel.getByText('Tentativa 3: falha')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`execucao=${failed}`));
  await panel.getByRole('button', { name: 'Fechar' }).click();

  await page.getByRole('tab', { name: 'Configuração' }).click();
  await expect(page.getByText('Somente administradores do grupo alteram a configuração.')).toBeVisible();
  await expect(controls(page)).toHaveCount(0);
});

test('a member reads why there is nothing to see, and whom to ask', async ({ world, open }) => {
  const group = await createGroup(world);
  await addJob(world, group, { status: 'success' });
  const member = await createVisitor(world, 'member', group);
  const page = await open(member, detailPath(group.slug));
  await expect(
    page.getByRole('heading', { level: 1, name: `Você ainda não tem acesso às integrações de ${group.name}` }),
  ).toBeVisible();
  await expect(page.getByRole('main').getByText(/peça a um administrador/)).toBeVisible();
  await expect(page.getByRole('main').getByText(member.email)).toBeVisible();
  await expect(page.getByText('Acessórias')).toHaveCount(0);
});
