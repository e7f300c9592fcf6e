import { expect, type Page } from '@playwright/test';
import { createVisitor } from './groups.ts';
import { addInvited, linkInMailTo, peoplePath } from './people.ts';
import { type PageState, prepare, type Stage } from './stage.ts';

/** A group with an admin, somebody with a name and somebody who has not come; the page as `role` sees it. */
async function showPeople({ world, open }: Stage, role: 'admin' | 'auditor'): Promise<Page> {
  const { group, visitor } = await prepare(world, role, []);
  const other = await createVisitor(world, role === 'admin' ? 'auditor' : 'admin', group);
  await world.sql`update auth.users set raw_user_meta_data = '{"name": "Ivo Prado de Albuquerque"}' where id = ${other.userId}`;
  const inviter = role === 'admin' ? visitor.userId : other.userId;
  await addInvited(world, group, 'member', inviter);
  const page = await open(visitor, peoplePath(group.slug));
  await expect(page.getByText('Convite pendente')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Histórico' }).getByRole('listitem')).toHaveCount(3);
  return page;
}

/** The page that the mail for a forgotten password leads to, in the window of nobody. */
async function showRecovery({ world, open }: Stage): Promise<Page> {
  const { visitor } = await prepare(world, 'admin', []);
  const asking = await open(null, '/senha-esquecida');
  await asking.getByLabel('E-mail').fill(visitor.email);
  await asking.getByRole('button', { name: 'Enviar o link' }).click();
  await expect(asking.getByRole('heading', { name: 'Veja o seu e-mail' })).toBeVisible();
  return open(null, await linkInMailTo(asking, world, visitor.email));
}

/** The pages of people and of the own account. */
export const PEOPLE_STATES: readonly PageState[] = [
  { name: 'people', show: (stage) => showPeople(stage, 'admin') },
  { name: 'people-auditor', show: (stage) => showPeople(stage, 'auditor') },
  {
    name: 'people-role',
    async show(stage) {
      const page = await showPeople(stage, 'admin');
      await page.getByRole('button', { name: /^Mudar perfil de Ivo/ }).click();
      await expect(page.getByRole('alertdialog')).toBeVisible();
      return page;
    },
  },
  {
    name: 'people-remove',
    async show(stage) {
      const page = await showPeople(stage, 'admin');
      await page.getByRole('button', { name: /^Remover Ivo/ }).click();
      await expect(page.getByRole('alertdialog')).toBeVisible();
      return page;
    },
  },
  {
    name: 'people-invited',
    async show(stage) {
      const page = await showPeople(stage, 'admin');
      await page.getByLabel('E-mail da pessoa').fill(`nova-${Date.now()}@ipe.test`);
      await page.getByRole('button', { name: 'Enviar convite', exact: true }).click();
      await expect(page.getByText(/^Convite enviado para/).last()).toBeVisible();
      return page;
    },
  },
  {
    name: 'invitation-other-account',
    async show({ world, open }) {
      const { visitor } = await prepare(world, 'admin', []);
      const page = await open(visitor, '/convite?token_hash=abc');
      await expect(page.getByText('Você já está conectado')).toBeVisible();
      return page;
    },
  },
  {
    name: 'invitation-expired',
    async show({ open }) {
      const page = await open(null, '/convite?token_hash=abc');
      await page.getByRole('button', { name: 'Aceitar o convite' }).click();
      await expect(page.getByText('Este convite não vale mais')).toBeVisible();
      return page;
    },
  },
  {
    name: 'forgotten-password',
    async show({ open }) {
      const page = await open(null, '/senha-esquecida');
      await page.getByRole('button', { name: 'Enviar o link' }).click();
      await expect(page.getByText('Informe o seu e-mail.')).toBeVisible();
      return page;
    },
  },
  {
    name: 'new-password',
    async show(stage) {
      const page = await showRecovery(stage);
      await page.getByRole('button', { name: 'Criar uma nova senha' }).click();
      await expect(page.getByLabel('Nova senha')).toBeVisible();
      return page;
    },
  },
  {
    name: 'account',
    async show({ world, open }) {
      const { visitor } = await prepare(world, 'member', []);
      const page = await open(visitor, '/conta');
      await page.getByRole('button', { name: 'Salvar nome' }).click();
      await expect(page.getByText('Informe o seu nome.')).toBeVisible();
      return page;
    },
  },
];
