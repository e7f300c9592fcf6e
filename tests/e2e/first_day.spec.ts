import { createClient } from '@supabase/supabase-js';
import { createTenant } from '../../supabase/operate/tenant.ts';
import { createPerson, signIn } from '../support/stack/people.ts';
import { detailPath, listPath } from './support/browse.ts';
import { createGroup, createVisitor, type Visitor } from './support/groups.ts';
import { expect, test } from './support/journey.ts';
import { newPath } from './support/setup-states.ts';
import type { World } from './support/world.ts';

/** An empty group as `npm run tenant:create` makes it, and its admin, signed in. */
async function emptyGroup(world: World): Promise<{ slug: string; id: string; admin: Visitor }> {
  const person = await createPerson(world.sql);
  const service = createClient(world.apiUrl, world.secretKey, { auth: { persistSession: false } });
  const slug = `primeiro-dia-${person.userId.slice(0, 8)}`;
  const tenant = { name: 'Primeiro Dia', slug, timeZone: 'America/Sao_Paulo', admin: person.email };
  const { id } = await createTenant(service, tenant);
  const { stored } = await signIn(world, person.email);
  return { slug, id, admin: { ...person, stored } };
}

test('from an empty group to the first "Concluído" in four clicks and one credential', async ({ world, open }) => {
  const { slug, admin } = await emptyGroup(world);
  const token = `sandbox-${slug}-acessorias`;
  await world.sandbox.configure(token, { latencyMs: 0, companies: 40 });
  let clicks = 0;
  const page = await open(admin, listPath(slug), {
    prepare: async (opened) => {
      await opened.exposeFunction('countClick', () => {
        clicks += 1;
      });
      // Of the pointer only: a form that Enter sends, or a label that is clicked, brings a click of its own.
      await opened.addInitScript('addEventListener("pointerup", () => countClick(), true)');
    },
  });
  const begun = Date.now();
  await page.getByRole('link', { name: 'Adicionar integração' }).click();
  await page.getByText('Empresas atendidas pelo escritório').click();
  await expect(page.getByText('No Acessórias, com um usuário administrador')).toBeVisible();
  await page.getByLabel('Token da API').click();
  await page.keyboard.type(token);
  await page.getByRole('button', { name: 'Testar e executar' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Acessórias' })).toBeVisible();
  await expect(page.getByText('Concluído').first()).toBeVisible();
  const seconds = (Date.now() - begun) / 1000;
  test.info().annotations.push({ type: 'first day', description: `${clicks} clicks, ${seconds.toFixed(1)} s` });
  console.log(`From an empty group to the first "Concluído": ${clicks} clicks, ${seconds.toFixed(1)} s`);
  expect(clicks).toBeLessThanOrEqual(4);
  await page.goBack();
  await expect(page.getByRole('radio', { name: /Acessórias/ })).toHaveCount(0);
  await expect(page.getByRole('link', { name: /Abrir Acessórias/ })).toBeVisible();
});

test('the same by keyboard alone, and a refused credential is mended where it was typed', async ({ world, open }) => {
  const { slug, id, admin } = await emptyGroup(world);
  const token = `sandbox-${slug}-onecode`;
  await world.sandbox.configure(token, { latencyMs: 0, companies: 40 });
  const page = await open(admin, newPath(slug));
  await page.getByRole('radio', { name: /Acessórias/ }).focus();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('radio', { name: /OneCode/ })).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.type(`${world.sandboxUrl}/onecode`);
  await page.keyboard.press('Tab');
  await page.keyboard.type('nao-vale');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Credencial recusada pelo provedor');
  await expect(page.getByRole('list', { name: 'Andamento' })).toContainText('Teste da conexão: falhou');
  const [kept] =
    await world.sql`select is_enabled, test_result from public.tenant_integrations where tenant_id = ${id}`;
  expect(kept).toEqual({ is_enabled: false, test_result: 'credentials_rejected' });
  await page.getByLabel('Token da API').focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(token);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'OneCode' })).toBeVisible();
  await expect(page.getByText('Concluído').first()).toBeVisible();
});

test('what was begun and left is finished on the card, step by step', async ({ world, open }) => {
  const { slug, id, admin } = await emptyGroup(world);
  const token = `sandbox-${slug}-acessorias`;
  await world.sandbox.configure(token, { latencyMs: 0, companies: 40 });
  await world.sql`insert into public.tenant_integrations (tenant_id, provider_slug) values (${id}, 'acessorias')`;
  const page = await open(admin, listPath(slug));
  const card = page.getByRole('article', { name: 'Acessórias' });
  await card.getByRole('link', { name: 'Informar a credencial' }).click();
  await page.getByLabel('Credencial', { exact: true }).fill(token);
  await page.getByRole('button', { name: 'Salvar conexão' }).click();
  await expect(page.getByRole('main').getByText('Conexão salva')).toBeVisible();
  await page.getByRole('link', { name: 'Integrações', exact: true }).last().click();
  await card.getByRole('button', { name: 'Testar conexão' }).click();
  await card.getByRole('button', { name: 'Ativar' }).click();
  await expect(card.getByText('Use o botão Executar.')).toBeVisible();
  await card.getByRole('button', { name: 'Executar' }).click();
  await expect(card.getByText('Concluído')).toBeVisible();
  await expect(card.getByRole('list', { name: /^Passos/ })).toHaveCount(0);
});

test('a removed integration leaves its history, and comes back with a new credential', async ({ world, open }) => {
  const group = await createGroup(world);
  const admin = await createVisitor(world, 'admin', group);
  const auditor = await createVisitor(world, 'auditor', group);
  const page = await open(admin, detailPath(group.slug));
  await page.getByRole('button', { name: 'Executar agora' }).click();
  await expect(page.getByText('Concluído').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Configuração' }).click();
  await page.getByRole('button', { name: 'Remover integração…' }).click();
  await expect(page.getByRole('alertdialog')).toContainText('A credencial é apagada do cofre');
  await page.getByRole('button', { name: 'Remover integração', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Removidas' })).toContainText('Acessórias');
  const secrets = await world.sql`
    select 1 from vault.secrets join public.tenant_integrations as i on secrets.name = 'integration/' || i.id
    where i.tenant_id = ${group.id}`;
  expect(secrets).toHaveLength(0);

  const reading = await open(auditor, listPath(group.slug));
  await reading.getByRole('region', { name: 'Removidas' }).getByRole('link', { name: 'Acessórias' }).click();
  await expect(reading.getByRole('table').getByText('Concluído')).toBeVisible();
  await reading.getByRole('tab', { name: 'Configuração' }).click();
  await expect(reading.getByText('removeu a integração; a credencial foi apagada')).toBeVisible();
  const companies = await world.sql`select 1 from public.companies where tenant_id = ${group.id}`;
  expect(companies).toHaveLength(40);

  await page.getByRole('link', { name: 'Acessórias' }).click();
  await page.getByRole('link', { name: 'Adicionar de novo' }).click();
  const token = `sandbox-${group.slug}-outra`;
  await world.sandbox.configure(token, { latencyMs: 0, companies: 40 });
  await page.getByLabel('Token da API').fill(token);
  await page.getByRole('button', { name: 'Testar e executar' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Acessórias' })).toBeVisible();
  await page.getByRole('tab', { name: 'Execuções' }).click();
  await expect(page.getByRole('table').getByText('Concluído')).toHaveCount(2);
});
