import { randomUUID } from 'node:crypto';
import { prepareGroups } from './support/group-states.ts';
import { createGroup, createVisitor } from './support/groups.ts';
import { addJob, changeJob } from './support/jobs.ts';
import { expect, test } from './support/journey.ts';

/** One page with every integration of every group, for people with several groups. */

test('the worst comes first, and a refused credential is two clicks from its field, by keyboard as well', async ({
  world,
  open,
}) => {
  const { first, second, visitor } = await prepareGroups({ world });
  const page = await open(visitor, `/integracoes?tenant=${first.slug}`);
  await page.getByRole('banner').getByRole('link', { name: 'Grupos' }).click();
  const rows = page.getByRole('row').filter({ has: page.getByRole('rowheader') });
  await expect(rows).toHaveText([
    /Ipê Contabilidade OneCode.*Parada.*Sem avanço há 8 minutos/,
    /Jatobá Contábil Acessórias.*Falhando.*Provedor fora do ar.*Primeira falha há 3 dias, 6 falhas seguidas/,
    /São João.*Acessórias.*Falhando.*Credencial recusada.*Agendamento pausado/,
    /São João.*OneCode.*Na fila/,
    /Jatobá Contábil Bom Controle.*Processando/,
    /Ipê Contabilidade Acessórias.*Em ordem/,
    /Ipê Contabilidade Bom Controle.*Sem uso.*Nunca executada/,
  ]);
  // An auditor of Jatobá may not mend it.
  await expect(rows.nth(1).getByRole('link')).toHaveText('Abrir');
  await page.getByRole('searchbox', { name: 'Buscar grupo ou integração' }).fill('sao joao acess');
  await expect(rows).toHaveCount(1);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Corrigir credencial' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Nova credencial da Acessórias')).toBeFocused();
  await expect(page.getByRole('button', { name: `Grupo ${second.name}` })).toBeVisible();
  await page.goBack();
  await expect(rows).toHaveCount(1);
  await expect(page.getByRole('searchbox')).toHaveValue('sao joao acess');
});

test('the page follows what ends in any group without being asked', async ({ world, open }) => {
  const group = await createGroup(world);
  const other = await createGroup(world, { name: 'Jatobá Contábil' });
  const visitor = await createVisitor(world, 'auditor', group, other);
  const job = await addJob(world, other, { status: 'running', minutesAgo: 1, processed: 100 });
  const page = await open(visitor, `/grupos?tenant=${group.slug}`);
  const row = page.getByRole('row').filter({ hasText: 'Jatobá' });
  await expect(row).toContainText('Processando');
  await expect(page.getByText('Ao vivo')).toBeVisible();
  await world.sql`
    update public.tenant_integrations set last_run = now(), last_status = 'success' where tenant_id = ${other.id}`;
  await changeJob(world, job, { status: 'success', progress: 100, finished_at: new Date() });
  await expect(row).toContainText('Em ordem', { timeout: 15_000 });
});

test('3,000 integrations of 1,000 groups come page by page, one request for each, and one of them is typed and found', async ({
  world,
  open,
}) => {
  const group = await createGroup(world);
  const visitor = await createVisitor(world, 'admin', group);
  const mark = randomUUID().slice(0, 8);
  await world.sql`
    with made as (
      insert into public.tenants (name, slug)
      select 'Escritório ' || lpad(n::text, 4, '0') || ' São João', ${`all-${mark}-`} || n from generate_series(1, 1000) as n
      returning id
    ),
    members as (
      insert into public.tenant_members (tenant_id, user_id, role) select id, ${visitor.userId}, 'admin' from made
    )
    insert into public.tenant_integrations (tenant_id, provider_slug, is_enabled)
    select made.id, provider.slug, true from made cross join public.integration_providers as provider`;
  await world.sql`
    update public.tenant_integrations
    set last_run = now() - interval '1 hour', last_status = 'error', last_error = 'x', last_error_code = 'provider_timeout'
    where tenant_id in (select id from public.tenants where slug like ${`all-${mark}-%7`})`;
  const asked: string[] = [];
  const startedAt = Date.now();
  const page = await open(visitor, `/grupos?tenant=${group.slug}`, {
    prepare: async (opened) =>
      opened.on('request', (request) => {
        if (request.url().includes('search_integration_states') && request.method() === 'POST')
          asked.push(request.url());
      }),
  });
  // What a thousand memberships take on a busy machine is not what is told here.
  await expect(page.getByRole('rowheader')).toHaveCount(100, { timeout: 30_000 });
  const shown = Date.now() - startedAt;
  await expect(page.getByRole('button', { name: 'Com problema 300' })).toBeVisible();
  expect(asked.length).toBeLessThanOrEqual(2);
  await page.getByRole('button', { name: 'Carregar mais integrações' }).click();
  await expect(page.getByRole('rowheader')).toHaveCount(200);
  const typedAt = Date.now();
  await page.getByRole('searchbox').pressSequentially('0987 joao onecode');
  await expect(page.getByRole('rowheader')).toHaveText([/Escritório 0987 São João OneCode/]);
  console.log(`3,000 integrations: first page after ${shown} ms, one typed and found in ${Date.now() - typedAt} ms`);
});
