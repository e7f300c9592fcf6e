import { expect } from '@playwright/test';
import { detailPath, listPath, openAccountMenu } from './browse.ts';
import { createGroup, createVisitor } from './groups.ts';
import { addJob } from './jobs.ts';
import { type PageState, prepare } from './stage.ts';

export const newPath = (slug: string, provider?: string) =>
  `/integracoes/nova?tenant=${slug}${provider === undefined ? '' : `&provedor=${provider}`}`;

/** Adding an integration, what is left to do, and removing it. */
export const SETUP_STATES: readonly PageState[] = [
  {
    name: 'list-empty-auditor',
    async show({ world, open }) {
      const group = await createGroup(world, { providers: [] });
      const admin = await createVisitor(world, 'admin', group);
      const page = await open(await createVisitor(world, 'auditor', group), listPath(group.slug));
      await expect(page.getByText(admin.email)).toBeVisible();
      return page;
    },
  },
  {
    name: 'list-steps',
    async show({ world, open }) {
      const { group, visitor } = await prepare(world, 'admin', []);
      await world.sql`
        update public.tenant_integrations set credentials_updated_at = null, is_enabled = false
        where tenant_id = ${group.id} and provider_slug = 'acessorias'`;
      await world.sql`
        update public.tenant_integrations set tested_at = now(), test_result = 'credentials_rejected'
        where tenant_id = ${group.id} and provider_slug = 'bomcontrole'`;
      await world.sql`
        update public.tenant_integrations set tested_at = now(), test_result = 'ok'
        where tenant_id = ${group.id} and provider_slug = 'onecode'`;
      const page = await open(visitor, listPath(group.slug));
      await expect(page.getByRole('list', { name: /^Passos que faltam/ })).toHaveCount(3);
      return page;
    },
  },
  {
    name: 'new-choice',
    async show({ world, open }) {
      const group = await createGroup(world);
      const page = await open(await createVisitor(world, 'admin', group), newPath(group.slug));
      await expect(page.getByRole('radio', { name: /Bom Controle/ })).toBeVisible();
      return page;
    },
  },
  {
    name: 'new-refused',
    async show({ world, open }) {
      const group = await createGroup(world, { providers: [] });
      const page = await open(await createVisitor(world, 'admin', group), newPath(group.slug, 'onecode'));
      await page.getByLabel('Endereço do sistema').fill(`${world.sandboxUrl}/onecode`);
      await page.getByLabel('Token da API').fill('nao-vale');
      await page.getByRole('button', { name: 'Testar e executar' }).click();
      await expect(page.getByRole('alert')).toContainText('Credencial recusada pelo provedor');
      return page;
    },
  },
  {
    name: 'removal-dialog',
    async show({ world, open }) {
      const { group, visitor } = await prepare(world, 'admin', [{ status: 'running', processed: 20, total: 40 }]);
      const page = await open(visitor, detailPath(group.slug, '&aba=configuracao'));
      await page.getByRole('button', { name: 'Remover integração…' }).click();
      await expect(page.getByRole('alertdialog')).toBeVisible();
      return page;
    },
  },
  {
    name: 'removed',
    async show({ world, open }) {
      const group = await createGroup(world);
      const visitor = await createVisitor(world, 'admin', group);
      await addJob(world, group, { status: 'success', minutesAgo: 70, createdBy: visitor.userId });
      await world.sql`
        update public.tenant_integrations set removed_at = now(), is_enabled = false, credentials_updated_at = null
        where tenant_id = ${group.id}`;
      const page = await open(visitor, detailPath(group.slug, '&aba=execucoes'));
      await expect(page.getByText('Esta integração foi removida')).toBeVisible();
      await expect(page.getByRole('table').getByRole('row')).toHaveCount(2);
      return page;
    },
  },
];

/** Actions on many at once, the keys, and the menu of the account. */
export const BULK_STATES: readonly PageState[] = [
  {
    name: 'bulk-answer',
    async show({ world, open }) {
      const { group, visitor } = await prepare(world, 'admin', [{ status: 'running', processed: 20, total: 40 }]);
      await world.sql`
        update public.tenant_integrations set is_enabled = false where tenant_id = ${group.id} and provider_slug = 'onecode'`;
      const page = await open(visitor, listPath(group.slug));
      await page.getByRole('button', { name: 'Executar todas' }).click();
      await expect(page.getByRole('list', { name: 'O que aconteceu com cada uma' })).toBeVisible();
      return page;
    },
  },
  {
    name: 'bulk-selection',
    async show({ world, open }) {
      const group = await createGroup(world);
      const visitor = await createVisitor(world, 'admin', group);
      await addJob(world, group, { status: 'success', minutesAgo: 70, createdBy: visitor.userId });
      await addJob(world, group, {
        status: 'error',
        minutesAgo: 170,
        createdBy: visitor.userId,
        error: { code: 'provider_unavailable', message: 'Acessórias respondeu com o erro 503.' },
      });
      const page = await open(visitor, detailPath(group.slug, '&aba=execucoes'));
      await page
        .getByRole('checkbox', { name: /^Selecionar a execução/ })
        .first()
        .check();
      await page.getByRole('button', { name: 'Selecionar todas da lista' }).click();
      await expect(page.getByText('2 selecionadas')).toBeVisible();
      return page;
    },
  },
  {
    name: 'bulk-shortcuts',
    async show({ world, open }) {
      const group = await createGroup(world);
      const page = await open(await createVisitor(world, 'admin', group), listPath(group.slug));
      await expect(page.getByRole('article')).toHaveCount(1);
      await page.keyboard.press('?');
      await expect(page.getByRole('alertdialog')).toBeVisible();
      return page;
    },
  },
  {
    name: 'bulk-account-menu',
    async show({ world, open }) {
      const group = await createGroup(world);
      const page = await open(await createVisitor(world, 'admin', group), listPath(group.slug));
      await openAccountMenu(page);
      await expect(page.getByRole('button', { name: 'Sair' })).toBeVisible();
      return page;
    },
  },
];
