import { PASSWORD } from '../support/stack/people.ts';
import { detailPath, listPath } from './support/browse.ts';
import { createGroup, createVisitor } from './support/groups.ts';
import { addJob } from './support/jobs.ts';
import { expect, reload, test } from './support/journey.ts';

/** What is shown stands in the address: links, reloads and the back button keep it. */

test('a link to an execution survives the sign-in', async ({ world, open }) => {
  const group = await createGroup(world);
  const failed = await addJob(world, group, { status: 'error', attempts: 3 });
  const { email } = await createVisitor(world, 'auditor', group);
  const page = await open(null, detailPath(group.slug, `&aba=execucoes&status=error&execucao=${failed}`));
  await expect(page.getByRole('heading', { level: 1, name: 'Entrar' })).toBeVisible();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Senha', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Entrar' }).click();

  await expect(page.getByRole('dialog', { name: /^Execução de/ })).toBeVisible();
  await expect(page).toHaveURL(detailPath(group.slug, `&aba=execucoes&status=error&execucao=${failed}`));
  await page.keyboard.press('Escape');
  await expect(page.getByRole('combobox', { name: 'Status' })).toHaveValue('error');
});

test('filters stay over a reload, and the back button takes steps that a reader would expect', async ({
  world,
  open,
}) => {
  const group = await createGroup(world);
  await addJob(world, group, { status: 'error', minutesAgo: 20 });
  await addJob(world, group, { status: 'success', minutesAgo: 10 });
  const page = await open(await createVisitor(world, 'auditor', group), detailPath(group.slug));
  await page.getByRole('tab', { name: 'Execuções' }).click();
  const rows = page.getByRole('table').getByRole('row');
  await expect(rows).toHaveCount(3);
  await page.getByRole('combobox', { name: 'Status' }).selectOption('Falha');
  await page.getByRole('combobox', { name: 'Período' }).selectOption('Últimos 7 dias');
  await expect(rows).toHaveCount(2);
  await expect(page).toHaveURL(/status=error&periodo=7d/);

  await reload(page);
  await expect(page.getByRole('tab', { name: 'Execuções' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('combobox', { name: 'Status' })).toHaveValue('error');
  await expect(page.getByRole('combobox', { name: 'Período' })).toHaveValue('7d');
  await expect(rows).toHaveCount(2);

  await page.getByRole('combobox', { name: 'Status' }).selectOption('Cancelado');
  await expect(page.getByText('Nenhuma execução com estes filtros')).toBeVisible();
  await page.getByRole('button', { name: 'Limpar filtros' }).first().click();
  await expect(rows).toHaveCount(3);
  await page.goBack();
  await expect(page.getByRole('tab', { name: 'Visão Geral' })).toHaveAttribute('aria-selected', 'true');
});

test('the list remembers its filter in the address', async ({ world, open }) => {
  const group = await createGroup(world, { providers: ['acessorias', 'onecode'] });
  await addJob(world, group, { status: 'error' });
  const page = await open(await createVisitor(world, 'auditor', group), listPath(group.slug));
  await expect(page.getByRole('article')).toHaveCount(2);
  await page.getByRole('button', { name: 'Com falha 1' }).click();
  await expect(page.getByRole('article')).toHaveCount(1);
  await reload(page);
  await expect(page.getByRole('article', { name: 'Acessórias' })).toBeVisible();
  await expect(page.getByRole('article')).toHaveCount(1);
  await page.getByRole('button', { name: 'Em andamento 0' }).click();
  await page.getByRole('button', { name: 'Limpar filtros' }).click();
  await expect(page.getByRole('article')).toHaveCount(2);
});

test('another group is one choice away, keeps the page, and stands in the address', async ({ world, open }) => {
  const ipe = await createGroup(world, { name: 'Ipê Contabilidade' });
  const jatoba = await createGroup(world, { name: 'Jatobá Contábil' });
  await addJob(world, ipe, { status: 'success', total: 111, processed: 111 });
  await addJob(world, jatoba, { status: 'running', total: 200, processed: 50 });
  const page = await open(await createVisitor(world, 'admin', ipe, jatoba), detailPath(ipe.slug));
  await expect(page.getByText('Concluído').first()).toBeVisible();
  await page.getByRole('button', { name: 'Grupo Ipê Contabilidade' }).click();
  await expect(page.getByRole('option')).toHaveText(['Ipê ContabilidadeRecente', 'Jatobá Contábil1 em andamento']);
  await page.keyboard.press('ArrowDown');
  await expect(page).toHaveURL(detailPath(ipe.slug));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(detailPath(jatoba.slug));
  await expect(page.getByRole('region', { name: 'Execução atual' })).toContainText('50 de 200 registros');
  await expect(page.getByRole('button', { name: 'Grupo Jatobá Contábil' })).toBeFocused();
  await reload(page);
  await expect(page.getByRole('region', { name: 'Execução atual' })).toContainText('50 de 200 registros');
  await page.goBack();
  await expect(page).toHaveURL(detailPath(ipe.slug));
  await expect(page.getByRole('region', { name: 'Execução atual' })).toHaveCount(0);
});

test('addresses of nothing, of other groups and of other people say so and lead on', async ({ world, open }) => {
  const ours = await createGroup(world);
  const theirs = await createGroup(world, { name: 'Jatobá Contábil' });
  const foreign = await addJob(world, theirs, { status: 'success' });
  const admin = await createVisitor(world, 'admin', ours);

  const unknownPage = await open(admin, `/relatorios?tenant=${ours.slug}`);
  await expect(unknownPage.getByRole('heading', { level: 1, name: 'Página não encontrada' })).toBeVisible();
  await unknownPage.getByRole('link', { name: 'Ver as integrações' }).click();
  await expect(unknownPage.getByRole('article', { name: 'Acessórias' })).toBeVisible();

  const foreignGroup = await open(admin, listPath(theirs.slug));
  await expect(foreignGroup.getByRole('heading', { level: 1, name: 'Grupo não encontrado' })).toBeVisible();
  await expect(foreignGroup.getByText(theirs.name)).toHaveCount(0);
  await foreignGroup.getByRole('button', { name: ours.name }).click();
  await expect(foreignGroup.getByRole('article', { name: 'Acessórias' })).toBeVisible();

  const foreignJob = await open(admin, detailPath(ours.slug, `&aba=execucoes&execucao=${foreign}`));
  await expect(foreignJob.getByRole('dialog', { name: 'Execução não encontrada' })).toBeVisible();

  const noIntegration = await open(admin, `/integracoes/onecode?tenant=${ours.slug}`);
  await expect(noIntegration.getByRole('heading', { level: 1, name: 'Integração não encontrada' })).toBeVisible();
});
