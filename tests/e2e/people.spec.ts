import { randomUUID } from 'node:crypto';
import { PASSWORD } from '../support/stack/people.ts';
import { listPath, openAccountMenu } from './support/browse.ts';
import { createGroup, createVisitor } from './support/groups.ts';
import { expect, test } from './support/journey.ts';
import { linkInMailTo, peoplePath } from './support/people.ts';

test('who is invited finds the mail, accepts, and sees the group as an auditor', async ({ world, open }) => {
  const group = await createGroup(world);
  const admin = await createVisitor(world, 'admin', group);
  const email = `rosa-${randomUUID().slice(0, 8)}@ipe.test`;
  const people = await open(admin, listPath(group.slug));
  await people.getByRole('link', { name: 'Pessoas' }).click();
  // From here on without a mouse.
  const field = people.getByLabel('E-mail da pessoa');
  await field.focus();
  await people.keyboard.type(email);
  await people.keyboard.press('Enter');
  const row = people.getByRole('list', { name: 'Pessoas do grupo' }).getByRole('listitem').filter({ hasText: email });
  await expect(row).toContainText('Convite pendente');
  await expect(row).toContainText('Auditor');
  await expect(field).toBeFocused();
  await expect(people.getByRole('list', { name: 'Histórico' })).toContainText(`Você adicionou ${email} como auditor`);

  const link = await linkInMailTo(people, world, email);
  const own = await open(null, link);
  await expect(own).toHaveURL('/convite');
  await own.getByRole('button', { name: 'Aceitar o convite' }).press('Enter');
  await expect(own.getByRole('heading', { level: 1, name: 'Crie o seu acesso' })).toBeFocused();
  await expect(own.getByLabel('E-mail da conta')).toHaveValue(email);
  await own.getByLabel('Seu nome').fill('Rosa Lima');
  await own.getByLabel('Crie uma senha').fill('uma senha longa');
  await own.keyboard.press('Enter');
  await expect(own.getByRole('article', { name: 'Acessórias' })).toBeVisible();
  await expect(own.getByRole('button', { name: 'Executar' })).toHaveCount(0);

  await people.getByRole('link', { name: 'Integrações', exact: true }).first().click();
  await people.getByRole('link', { name: 'Pessoas' }).click();
  const rosa = people.getByRole('listitem').filter({ hasText: 'Rosa Lima' });
  await expect(rosa.getByText('Convite pendente')).toHaveCount(0);

  // The link is good once, also for whoever finds it in a mailbox later.
  const again = await open(null, link);
  await again.getByRole('button', { name: 'Aceitar o convite' }).click();
  await expect(again.getByRole('alert')).toContainText('Este convite não vale mais');

  await rosa.getByRole('button', { name: 'Remover Rosa Lima' }).click();
  await people.getByRole('button', { name: 'Remover do grupo' }).click();
  await expect(rosa).toHaveCount(0);
  const later = await open(null, '/entrar');
  await later.getByLabel('E-mail').fill(email);
  await later.getByLabel('Senha', { exact: true }).fill('uma senha longa');
  await later.getByRole('button', { name: 'Entrar' }).click();
  await expect(later.getByText('Sua conta ainda não faz parte de nenhum grupo')).toBeVisible();
});

test('a forgotten password is replaced by mail, and the other sessions end', async ({ world, open }) => {
  const group = await createGroup(world);
  const admin = await createVisitor(world, 'admin', group);
  const page = await open(null, '/entrar');
  await page.getByRole('link', { name: 'Esqueci a senha' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Senha esquecida' })).toBeVisible();
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByRole('button', { name: 'Enviar o link' }).click();
  await expect(page.getByText(`Se existe uma conta com ${admin.email}`)).toBeVisible();

  const own = await open(null, await linkInMailTo(page, world, admin.email));
  await own.getByRole('button', { name: 'Criar uma nova senha' }).click();
  await expect(own.getByLabel('E-mail da conta')).toHaveValue(admin.email);
  await own.getByLabel('Nova senha').fill('outra senha longa');
  await own.getByRole('button', { name: 'Mudar senha' }).click();
  await expect(own.getByRole('heading', { name: 'Senha mudada' })).toBeFocused();
  const sessions = await world.sql`select from auth.sessions where user_id = ${admin.userId}`;
  expect(sessions, 'the session of this window and no other').toHaveLength(1);
  await own.getByRole('link', { name: 'Ver as integrações' }).click();
  await expect(own.getByRole('article', { name: 'Acessórias' })).toBeVisible();

  await page.getByRole('link', { name: 'Voltar para a entrada' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Entrar' })).toBeVisible();
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Senha', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Entrar' }).click();
  await expect(page.getByRole('alert')).toContainText('E-mail ou senha incorretos');
});

test('the own password is changed with the current one, which is then good no more', async ({ world, open }) => {
  const group = await createGroup(world);
  const page = await open(await createVisitor(world, 'member', group), listPath(group.slug));
  await openAccountMenu(page);
  await page.getByRole('link', { name: 'Minha conta' }).click();
  await page.getByLabel('Senha atual').fill(PASSWORD);
  await page.getByLabel('Nova senha').fill('outra senha longa');
  await page.getByRole('button', { name: 'Mudar senha' }).click();
  await expect(page.getByText(/^Senha mudada\./).last()).toBeVisible();
  await page.getByLabel('Senha atual').fill(PASSWORD);
  await page.getByLabel('Nova senha').fill('e mais uma longa');
  await page.getByRole('button', { name: 'Mudar senha' }).click();
  await expect(page.getByText('Esta não é a senha atual.')).toBeVisible();
});

test('an admin who leaves the group is shown what is left', async ({ world, open }) => {
  const [first, second] = [await createGroup(world), await createGroup(world, { name: 'Outro Grupo' })];
  const admin = await createVisitor(world, 'admin', first, second);
  await createVisitor(world, 'admin', first);
  const page = await open(admin, peoplePath(first.slug));
  await page.getByRole('button', { name: `Remover ${admin.email}` }).click();
  await expect(page.getByRole('alertdialog')).toContainText('só outro administrador pode incluir você de novo');
  await page.getByRole('button', { name: 'Remover do grupo' }).click();
  await expect(page).toHaveURL(listPath(second.slug));
  await expect(page.getByRole('article', { name: 'Acessórias' })).toBeVisible();
});
