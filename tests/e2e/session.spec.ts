import { PASSWORD } from '../support/stack/people.ts';
import { detailPath, listPath, openAccountMenu, openContext } from './support/browse.ts';
import { createGroup, createVisitor, type Visitor } from './support/groups.ts';
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

  await openAccountMenu(page);
  await page.getByRole('button', { name: 'Sair' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Entrar' })).toBeVisible();
  await expect(other.getByRole('heading', { level: 1, name: 'Entrar' })).toBeVisible();
  await expect(page.getByText('Sua sessão terminou')).toHaveCount(0);
  const left = await page.evaluate(() => Object.keys(localStorage).filter((name) => name.includes('auth')));
  expect(left).toEqual([]);
});

/** The same session in the browser, but its access token has to be renewed at once. */
const withExpiredToken = (visitor: Visitor): Visitor => ({
  ...visitor,
  stored: visitor.stored.map(({ name, value }) => ({
    name,
    value: JSON.stringify({ ...JSON.parse(value), expires_at: 1 }),
  })),
});

test('windows that wake up together with an expired session all stay signed in', async ({ browser, world }) => {
  const group = await createGroup(world);
  for (let round = 0; round < 3; round += 1) {
    const admin = withExpiredToken(await createVisitor(world, 'admin', group));
    const context = await openContext(browser, world, admin);
    const windows = await Promise.all(Array.from({ length: 4 }, () => context.newPage()));
    await Promise.all(windows.map((window) => window.goto(listPath(group.slug))));
    for (const window of windows) {
      await expect(window.getByRole('article', { name: 'Acessórias' })).toBeVisible();
      await expect(window.getByText('Ao vivo')).toBeVisible();
    }
    await context.close();
  }
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

/** The tokens of a visitor, as a link of an e-mail by the Auth service carries them. */
function tokensInAddress({ stored }: Visitor): string {
  const { access_token, refresh_token, expires_at } = JSON.parse(stored[0]?.value ?? '{}');
  const fields = {
    access_token,
    refresh_token,
    expires_at,
    expires_in: '3600',
    token_type: 'bearer',
    type: 'magiclink',
  };
  return `#${new URLSearchParams(fields)}`;
}

test('a link with the tokens of another account signs nobody in', async ({ world, open }) => {
  const [own, foreign] = [await createGroup(world), await createGroup(world, { name: 'Outro Grupo' })];
  const reader = await createVisitor(world, 'admin', own);
  const link = tokensInAddress(await createVisitor(world, 'admin', foreign));

  const page = await open(reader, `${listPath(own.slug)}${link}`);
  await expect(page.getByRole('article', { name: 'Acessórias' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Sua conta/ })).toHaveAttribute(
    'title',
    `Conectado como ${reader.email}`,
  );

  const nobody = await open(null, `/integracoes${link}`);
  await expect(nobody.getByRole('heading', { level: 1, name: 'Entrar' })).toBeVisible();
  const stored = await nobody.evaluate(() => Object.keys(localStorage).filter((name) => name.includes('auth')));
  expect(stored).toEqual([]);
});

test('a window tells that another one has signed in with another account', async ({ world, open }) => {
  const group = await createGroup(world);
  const [admin, auditor] = [await createVisitor(world, 'admin', group), await createVisitor(world, 'auditor', group)];
  const page = await open(admin, listPath(group.slug));
  await expect(page.getByRole('article', { name: 'Acessórias' })).toBeVisible();
  const other = await page.context().newPage();
  await other.goto(listPath(group.slug));
  await openAccountMenu(other);
  await other.getByRole('button', { name: 'Sair' }).click();
  await other.getByLabel('E-mail').fill(auditor.email);
  await other.getByLabel('Senha', { exact: true }).fill(PASSWORD);
  await other.getByRole('button', { name: 'Entrar' }).click();
  await expect(other.getByRole('article', { name: 'Acessórias' })).toBeVisible();
  await expect(other.getByText('A conta mudou em outra janela')).toHaveCount(0);

  const notice = page.getByRole('alert');
  await expect(notice).toContainText('A conta mudou em outra janela');
  await expect(notice).toContainText(`os dados de ${auditor.email}. Antes mostrava os de ${admin.email}.`);
  await notice.getByRole('button', { name: 'Continuar com esta conta' }).click();
  await expect(notice).toHaveCount(0);
});
