import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { supabase } from '../../../src/lib/data/supabase.ts';
import { json } from '../support/fake-supabase.ts';
import { renderApp } from '../support/render-app.tsx';
import { createWorld } from '../support/world.ts';

const LINKS = [
  {
    page: '/convite',
    email: 'auditor@aurora.test',
    accept: 'Aceitar o convite',
    expired: 'Este convite não vale mais',
  },
  {
    page: '/nova-senha',
    email: 'auditor@aurora.test',
    accept: 'Criar uma nova senha',
    expired: 'Este link não vale mais',
  },
];
const emailOfSession = async () => (await supabase.auth.getSession()).data.session?.user.email;
const click = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));

describe.each(LINKS)('a link of a mail to $page', ({ page, email, accept, expired }) => {
  function world() {
    const fake = createWorld();
    fake.mailTokens.set('one-time', email);
    return fake;
  }

  it('does nothing by being opened, and its token leaves the address', async () => {
    const fake = world();
    const { place } = await renderApp(fake, `${page}?token_hash=one-time`, null);
    await screen.findByRole('button', { name: accept });
    await waitFor(() => expect(place.path).toBe(page));
    expect(fake.requests.filter((request) => request.includes('/verify'))).toEqual([]);
  });

  it('signs its account in after the click, and names it', async () => {
    await renderApp(world(), `${page}?token_hash=one-time`, null);
    await click(accept);
    expect((await screen.findByLabelText<HTMLInputElement>('E-mail da conta')).value).toBe(email);
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
    expect(await emailOfSession()).toBe(email);
  });

  it('says so when it is good no more, and what to do', async () => {
    await renderApp(createWorld(), `${page}?token_hash=used`, null);
    await click(accept);
    expect((await screen.findByRole('alert')).textContent).toContain(expired);
    expect(screen.queryByRole('button', { name: accept })).toBeNull();
  });

  it('can be tried again when the server was out of reach', async () => {
    const fake = world();
    fake.overrides.push((_request, url) => {
      if (url.pathname.endsWith('/verify')) throw new TypeError('Failed to fetch');
      return undefined;
    });
    await renderApp(fake, `${page}?token_hash=one-time`, null);
    await click(accept);
    expect((await screen.findByRole('alert')).textContent).toContain('Sem conexão com o servidor');
    fake.overrides.length = 0;
    await click(accept);
    expect(await screen.findByLabelText('E-mail da conta')).toBeTruthy();
  });

  it('asks before it replaces the account that is signed in here', async () => {
    await renderApp(world(), `${page}?token_hash=one-time`, 'admin');
    expect((await screen.findByText('Você já está conectado')).parentElement?.textContent).toContain(
      'admin@aurora.test',
    );
    expect(screen.queryByRole('button', { name: accept })).toBeNull();
    expect(await emailOfSession()).toBe('admin@aurora.test');
    await userEvent.click(screen.getByRole('button', { name: /^Sair dessa conta e/ }));
    await screen.findByLabelText('E-mail da conta');
    expect(await emailOfSession()).toBe(email);
    expect(screen.queryByText('A conta mudou em outra janela')).toBeNull();
  });

  it('takes no tokens from the fragment of the address', async () => {
    await renderApp(world(), `${page}#access_token=a&refresh_token=b&type=invite`, null);
    expect(await screen.findByText(/está incompleto/)).toBeTruthy();
    expect(await emailOfSession()).toBeUndefined();
  });
});

describe('what comes after the link', () => {
  it('an invitation asks for name and password, and then shows the group', async () => {
    const fake = createWorld();
    fake.mailTokens.set('one-time', 'auditor@aurora.test');
    const { place } = await renderApp(fake, '/convite?token_hash=one-time', null);
    await click('Aceitar o convite');
    await screen.findByLabelText('Seu nome');
    await click('Entrar no grupo');
    expect(document.activeElement).toBe(screen.getByLabelText('Seu nome'));
    await userEvent.type(screen.getByLabelText('Seu nome'), ' Ivo Prado ');
    await userEvent.type(screen.getByLabelText('Crie uma senha'), 'curta');
    await click('Entrar no grupo');
    expect(await screen.findByText('A senha precisa de pelo menos 10 caracteres.')).toBeTruthy();
    expect(fake.accountChanges).toEqual([]);
    await userEvent.type(screen.getByLabelText('Crie uma senha'), ' e depois longa');
    await click('Entrar no grupo');
    expect(await screen.findByRole('heading', { level: 1, name: 'Integrações' })).toBeTruthy();
    await waitFor(() => expect(place.path).toBe('/integracoes?tenant=aurora'));
    expect(fake.accountChanges).toMatchObject([
      { what: 'PUT /user', body: { password: 'curta e depois longa', data: { name: 'Ivo Prado' } } },
    ]);
  });

  it('a recovery asks for the password only, and says that it is the new one', async () => {
    const fake = createWorld();
    fake.mailTokens.set('one-time', 'auditor@aurora.test');
    await renderApp(fake, '/nova-senha?token_hash=one-time', null);
    await click('Criar uma nova senha');
    await userEvent.type(await screen.findByLabelText('Nova senha'), 'uma senha nova');
    expect(screen.queryByLabelText('Seu nome')).toBeNull();
    await click('Mudar senha');
    expect(await screen.findByRole('heading', { level: 1, name: 'Senha mudada' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Ver as integrações' })).toBeTruthy();
  });

  it.each([
    ['same_password', 'A nova senha é igual à atual: escolha outra.'],
    ['weak_password', /fácil de adivinhar/],
  ])('a refusal with %s stands at the field', async (code, text) => {
    const fake = createWorld();
    fake.mailTokens.set('one-time', 'auditor@aurora.test');
    fake.overrides.push((request, url) =>
      request.method === 'PUT' && url.pathname.endsWith('/user')
        ? json({ code: 422, error_code: code, msg: code, weak_password: { reasons: [] } }, 422)
        : undefined,
    );
    await renderApp(fake, '/nova-senha?token_hash=one-time', null);
    await click('Criar uma nova senha');
    await userEvent.type(await screen.findByLabelText('Nova senha'), 'uma senha nova');
    await click('Mudar senha');
    expect(await screen.findByText(text)).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByLabelText('Nova senha'));
  });
});

describe('a forgotten password', () => {
  it('is asked for from the sign-in page, and the answer tells nothing about the account', async () => {
    const fake = createWorld();
    await renderApp(fake, '/entrar', null);
    await userEvent.click(await screen.findByRole('link', { name: 'Esqueci a senha' }));
    await screen.findByRole('heading', { level: 1, name: 'Senha esquecida' });
    await userEvent.type(await screen.findByLabelText('E-mail'), 'ninguem@aurora.test');
    await click('Enviar o link');
    expect(await screen.findByText(/Se existe uma conta com ninguem@aurora\.test/)).toBeTruthy();
    expect(document.activeElement?.textContent).toBe('Veja o seu e-mail');
    expect(fake.accountChanges).toMatchObject([{ what: 'POST /recover', body: { email: 'ninguem@aurora.test' } }]);
  });

  it('says that there were too many requests', async () => {
    const fake = createWorld();
    fake.overrides.push((_request, url) =>
      url.pathname.endsWith('/recover')
        ? json({ code: 429, error_code: 'over_email_send_rate_limit', msg: 'wait' }, 429)
        : undefined,
    );
    await renderApp(fake, '/senha-esquecida', null);
    await userEvent.type(await screen.findByLabelText('E-mail'), 'admin@aurora.test');
    await click('Enviar o link');
    expect((await screen.findByRole('alert')).textContent).toContain('Muitos pedidos em pouco tempo');
  });
});

describe('one’s own account', () => {
  it('is there for members too, and keeps the name', async () => {
    const fake = createWorld();
    await renderApp(fake, '/integracoes', 'member');
    await userEvent.click(await screen.findByRole('button', { name: /Sua conta/ }));
    await userEvent.click(screen.getByRole('link', { name: 'Minha conta' }));
    const name = await screen.findByLabelText('Seu nome');
    await userEvent.type(name, 'Mara');
    await click('Salvar nome');
    expect(await screen.findByText('Nome salvo.', { selector: 'p' })).toBeTruthy();
    expect(fake.accountChanges).toMatchObject([{ body: { data: { name: 'Mara' } } }]);
  });

  it('asks for the current password before it takes another', async () => {
    const fake = createWorld();
    await renderApp(fake, '/conta');
    await userEvent.type(await screen.findByLabelText('Senha atual'), 'errada');
    await userEvent.type(screen.getByLabelText('Nova senha'), 'uma senha nova');
    await click('Mudar senha');
    expect(await screen.findByText('Esta não é a senha atual.')).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByLabelText('Senha atual'));
    expect(fake.accountChanges).toEqual([]);
    await userEvent.clear(screen.getByLabelText('Senha atual'));
    await userEvent.type(screen.getByLabelText('Senha atual'), 'integracoes');
    await click('Mudar senha');
    expect(await screen.findByText(/^Senha mudada\./, { selector: 'p' })).toBeTruthy();
    expect(fake.accountChanges).toMatchObject([{ body: { password: 'uma senha nova' } }]);
    expect(screen.getByLabelText<HTMLInputElement>('Nova senha').value).toBe('');
  });
});
