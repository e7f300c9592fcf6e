import { PASSWORD } from '../support/stack/people.ts';
import { detailPath, listPath } from './support/browse.ts';
import { createGroup, createVisitor } from './support/groups.ts';
import { expect, test } from './support/journey.ts';

test('the sign-in says what is wrong, at the field or above the button', async ({ world, open }) => {
  const group = await createGroup(world);
  const { email } = await createVisitor(world, 'admin', group);
  const page = await open(null, '/');
  const emailField = page.getByLabel('E-mail');
  const passwordField = page.getByLabel('Senha', { exact: true });
  const submit = page.getByRole('button', { name: 'Entrar' });

  await submit.click();
  await expect(emailField).toBeFocused();
  await expect(emailField).toHaveAccessibleDescription('Informe o seu e-mail.');
  await emailField.fill(email);
  await submit.click();
  await expect(passwordField).toBeFocused();
  await expect(passwordField).toHaveAccessibleDescription('Informe a sua senha.');
  await passwordField.fill('errada');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('E-mail ou senha incorretos');

  await passwordField.fill(PASSWORD);
  await page.getByLabel('Mostrar senha').check();
  await expect(passwordField).toHaveAttribute('type', 'text');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article', { name: 'Acessórias' })).toBeVisible();
});

test('whoever leaves is gone in every tab, and nothing of them stays', async ({ world, open }) => {
  const group = await createGroup(world);
  const page = await open(await createVisitor(world, 'admin', group), listPath(group.slug));
  const other = await page.context().newPage();
  await other.goto(detailPath(group.slug));
  await expect(other.getByRole('heading', { level: 1, name: 'Acessórias' })).toBeVisible();

  await page.getByRole('button', { name: 'Sair' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Entrar' })).toBeVisible();
  await expect(other.getByRole('heading', { level: 1, name: 'Entrar' })).toBeVisible();
  await expect(page.getByText('Sua sessão terminou')).toHaveCount(0);
  const left = await page.evaluate(() => Object.keys(localStorage).filter((name) => name.includes('auth')));
  expect(left).toEqual([]);
});

test('a session that ends by itself says so and leads back to the same place', async ({ world, open }) => {
  const group = await createGroup(world);
  const admin = await createVisitor(world, 'admin', group);
  const path = detailPath(group.slug, '&aba=execucoes&status=success');
  const page = await open(admin, path, { prepare: (opened) => opened.clock.install() });
  await expect(page.getByText('Nenhuma execução com estes filtros')).toBeVisible();

  // The server forgets the session; two hours later the access token has expired and cannot be renewed.
  await world.sql`delete from auth.sessions where user_id = ${admin.userId}`;
  await page.clock.fastForward('02:00:00');
  await expect(page.getByText('Sua sessão terminou')).toBeVisible();
  await expect(page.getByText('Entre novamente para continuar de onde parou.')).toBeVisible();

  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Senha', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Entrar' }).click();
  await expect(page).toHaveURL(path);
  await expect(page.getByRole('combobox', { name: 'Status' })).toHaveValue('success');
});
