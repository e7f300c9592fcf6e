import { detailPath } from './support/browse.ts';
import { createGroup, createVisitor, steer } from './support/groups.ts';
import { newestJob } from './support/jobs.ts';
import { expect, test } from './support/journey.ts';

const SETTINGS = '&aba=configuracao';

test('a switched-off integration says why it does not run, and a second window knows it too', async ({
  world,
  open,
}) => {
  const group = await createGroup(world);
  const admin = await createVisitor(world, 'admin', group);
  const page = await open(admin, detailPath(group.slug, SETTINGS));
  const run = page.getByRole('button', { name: 'Executar agora' });
  const active = page.getByRole('switch', { name: 'Integração ativa' });
  await expect(run).toBeEnabled();
  await active.click();
  await expect(active).not.toBeChecked();
  await expect(page.getByText('Desativada').first()).toBeVisible();
  await expect(run).toHaveAttribute('aria-disabled', 'true');
  await expect(run).toHaveAccessibleDescription(/A integração está desativada/);
  await run.press('Enter');
  await expect(page.getByRole('region', { name: 'Execução atual' })).toHaveCount(0);

  const other = await open(admin, detailPath(group.slug));
  await expect(other.getByText('Desativada').first()).toBeVisible();
  await active.click();
  await expect(active).toBeChecked();
  await run.click();
  await expect(page.getByText('Concluído').first()).toBeVisible();
});

test('a credential is tried, replaced and used, and can be read by nobody', async ({ world, open }) => {
  const group = await createGroup(world);
  const page = await open(await createVisitor(world, 'admin', group), detailPath(group.slug, SETTINGS));
  const field = page.getByLabel('Credencial', { exact: true });
  const test = page.getByRole('button', { name: 'Testar e salvar' });
  await field.fill('nao-vale');
  await test.click();
  await expect(page.getByRole('main').getByText('Credencial recusada pelo provedor')).toBeVisible();

  const token = `sandbox-${group.slug}-nova`;
  await world.sandbox.configure(token, { latencyMs: 0, companies: 60 });
  await field.fill(token);
  await test.click();
  await expect(page.getByRole('main').getByText('Conexão salva')).toBeVisible();
  await expect(field).toHaveValue('');
  expect(await page.content()).not.toContain(token);

  await page.getByRole('button', { name: 'Executar agora' }).click();
  await expect(page.getByText('Concluído').first()).toBeVisible();
  const { stats } = await world.sandbox.read(token);
  expect(stats.requests).toBeGreaterThan(3);
});

test('what is typed and not saved survives a look at another tab', async ({ world, open }) => {
  const group = await createGroup(world);
  const page = await open(await createVisitor(world, 'admin', group), detailPath(group.slug, SETTINGS));
  const url = page.getByLabel('Endereço do provedor');
  await url.fill('endereço errado');
  await page.getByRole('tab', { name: 'Execuções' }).click();
  await expect(page.getByText('Nenhuma execução ainda')).toBeVisible();
  await page.getByRole('tab', { name: 'Configuração' }).click();
  await expect(url).toHaveValue('endereço errado');
  await page.getByRole('button', { name: 'Salvar conexão' }).click();
  await expect(url).toBeFocused();
  await expect(url).toHaveAccessibleDescription(/Informe um endereço completo/);
  await page.getByRole('button', { name: 'Descartar' }).click();
  await expect(url).toHaveValue(`${world.sandboxUrl}/acessorias`);
});

test('a scheduled run starts by itself, in front of whoever looks', async ({ world, open }) => {
  const group = await createGroup(world);
  await steer(world, group, { latencyMs: 200, companies: 60 });
  const page = await open(await createVisitor(world, 'admin', group), detailPath(group.slug, SETTINGS));
  await page.getByRole('combobox', { name: 'Frequência' }).selectOption('Todos os dias');
  await page.getByLabel('Horário').fill('06:30');
  await page.getByRole('button', { name: 'Salvar agendamento' }).click();
  await expect(page.getByRole('main').getByText('Agendamento salvo')).toBeVisible();
  await expect(page.getByText(/Próxima execução/).first()).toContainText(/0?6:30/);

  // Time is moved: the hour has come.
  await world.sql`update public.tenant_integrations set next_run_at = now() where tenant_id = ${group.id}`;
  await expect(page.getByRole('region', { name: 'Execução atual' })).toBeVisible();
  await expect(page.getByText('Concluído').first()).toBeVisible();
  const { id } = await newestJob(world, group);
  await page.getByRole('tab', { name: 'Execuções' }).click();
  await page.getByRole('row').nth(1).getByRole('link', { name: 'Ver detalhes' }).click();
  await expect(page).toHaveURL(new RegExp(`execucao=${id}`));
  await expect(page.getByRole('dialog').getByText('Agendamento automático')).toBeVisible();
});
