import { detailPath, listPath } from './support/browse.ts';
import { createGroup, createVisitor } from './support/groups.ts';
import { addJob } from './support/jobs.ts';
import { expect, test } from './support/journey.ts';

test('all integrations are run, cancelled and run again by one click each, with an answer for each', async ({
  world,
  open,
}) => {
  const group = await createGroup(world, {
    providers: ['acessorias', 'bomcontrole', 'onecode'],
    sandbox: { latencyMs: 300, companies: 200 },
  });
  await world.sql`
    update public.tenant_integrations set is_enabled = false where tenant_id = ${group.id} and provider_slug = 'onecode'`;
  const page = await open(await createVisitor(world, 'admin', group), listPath(group.slug));
  await page.getByRole('button', { name: 'Executar todas' }).click();
  const answer = page.getByRole('list', { name: 'O que aconteceu com cada uma' }).getByRole('listitem');
  await expect(answer).toHaveText([
    /Acessórias.*Execução iniciada/,
    /Bom Controle.*Execução iniciada/,
    /OneCode.*a integração está desativada/,
  ]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Executar todas' })).toBeFocused();
  await page.getByRole('button', { name: 'Cancelar todas (2)' }).click();
  await page.getByRole('button', { name: 'Cancelar execuções' }).click();
  await expect(answer).toHaveCount(2);
  await page.getByRole('button', { name: 'Fechar' }).click();
  await expect(page.getByText('Cancelado')).toHaveCount(2);
  const jobs = await world.sql`select status from public.integration_jobs where tenant_id = ${group.id}`;
  expect(jobs.map(({ status }) => status)).toEqual(['canceled', 'canceled']);
});

test('executions are selected by keyboard, and the failed ones are run again', async ({ world, open }) => {
  const group = await createGroup(world);
  const visitor = await createVisitor(world, 'admin', group);
  // Equal failures one after the other would be folded into one row.
  for (const [minutesAgo, code] of [
    [60, 'provider_unavailable'],
    [120, 'provider_timeout'],
    [180, 'provider_error'],
  ] as const) {
    await addJob(world, group, {
      status: 'error',
      minutesAgo,
      attempts: 3,
      processed: 20,
      createdBy: visitor.userId,
      error: { code, message: 'Acessórias respondeu com o erro 503.' },
    });
  }
  const page = await open(visitor, detailPath(group.slug, '&aba=execucoes'));
  const boxes = page.getByRole('checkbox', { name: /^Selecionar a execução/ });
  await boxes.first().focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  const bar = page.getByRole('region', { name: 'Execuções selecionadas' });
  await expect(bar.getByText('3 selecionadas')).toBeVisible();
  await boxes.nth(2).click();
  await boxes.first().click({ modifiers: ['Shift'] });
  await expect(bar).toHaveCount(0);
  await boxes.nth(1).click();
  await boxes.nth(2).click({ modifiers: ['Shift'] });
  await bar.getByRole('button', { name: 'Executar de novo (2)' }).click();
  const answer = page.getByRole('list', { name: 'O que aconteceu com cada uma' }).getByRole('listitem');
  await expect(answer).toHaveText([/Execução iniciada/, /Incluída na mesma execução/]);
  await page.getByRole('button', { name: 'Fechar' }).click();
  await expect(page.getByRole('table').getByText('Concluído')).toBeVisible();
});

test('shortcuts: ? helps, r runs, and both are letters where somebody types', async ({ world, open }) => {
  const group = await createGroup(world);
  const page = await open(await createVisitor(world, 'admin', group), detailPath(group.slug, '&aba=configuracao'));
  const field = page.getByLabel('Credencial', { exact: true });
  await field.pressSequentially('r?/');
  await expect(field).toHaveValue('r?/');
  await page.getByRole('button', { name: 'Descartar' }).click();
  await page.keyboard.press('?');
  await expect(page.getByRole('alertdialog', { name: 'Atalhos do teclado' })).toBeVisible();
  await page.keyboard.press('r');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  const runs = () => world.sql`select 1 from public.integration_jobs where tenant_id = ${group.id}`;
  expect(await runs()).toHaveLength(0);
  await page.keyboard.press('r');
  await expect(page.getByText('Concluído').first()).toBeVisible();
  expect(await runs()).toHaveLength(1);
});
