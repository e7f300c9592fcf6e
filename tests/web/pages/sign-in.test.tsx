import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { supabase } from '../../../src/lib/data/supabase.ts';
import { json } from '../support/fake-supabase.ts';
import { renderApp } from '../support/render-app.tsx';
import { createWorld, userOf } from '../support/world.ts';

async function signInWith(email: string, password: string) {
  const user = userEvent.setup();
  if (email !== '') await user.type(await screen.findByLabelText('E-mail'), email);
  if (password !== '') await user.type(await screen.findByLabelText('Senha'), password);
  await user.click(await screen.findByRole('button', { name: 'Entrar' }));
}

describe('sign-in page', () => {
  it('asks for the session and then leads on to the address that was wanted', async () => {
    const { place } = await renderApp(createWorld(), '/integracoes/acessorias?tenant=aurora&aba=execucoes', null);
    expect(await screen.findByRole('heading', { level: 1, name: 'Entrar' })).toBeTruthy();
    expect(place.path).toContain('/entrar?voltar=');
    await signInWith('admin@aurora.test', 'integracoes');
    expect(await screen.findByRole('heading', { level: 1, name: 'Acessórias' })).toBeTruthy();
    expect(place.path).toBe('/integracoes/acessorias?tenant=aurora&aba=execucoes');
  });

  it('says in words that e-mail or password are wrong', async () => {
    await renderApp(createWorld(), '/entrar', null);
    await signInWith('admin@aurora.test', 'errada');
    expect((await screen.findByRole('alert')).textContent).toContain('E-mail ou senha incorretos');
  });

  it('says in words that the server is out of reach', async () => {
    const fake = createWorld();
    fake.overrides.push((_request, url) => {
      if (url.pathname.endsWith('/token')) throw new TypeError('Failed to fetch');
      return undefined;
    });
    await renderApp(fake, '/entrar', null);
    await signInWith('admin@aurora.test', 'integracoes');
    expect((await screen.findByRole('alert')).textContent).toContain('Sem conexão com o servidor');
  });

  it('ties a missing value to its field and puts the focus there', async () => {
    await renderApp(createWorld(), '/entrar', null);
    await signInWith('admin@aurora.test', '');
    const password = screen.getByLabelText('Senha');
    expect(password.getAttribute('aria-invalid')).toBe('true');
    expect(document.activeElement).toBe(password);
    const description = document.getElementById(password.getAttribute('aria-describedby') ?? '');
    expect(description?.textContent).toBe('Informe a sua senha.');
  });

  it('comes back with an explanation when the server no longer accepts the session', async () => {
    const fake = createWorld();
    const { place } = await renderApp(fake, '/integracoes?tenant=aurora');
    await screen.findByRole('heading', { name: 'OneCode' });
    const refusal = { code: 'PGRST301', message: 'JWT expired' };
    fake.overrides.push((_request, url) =>
      url.pathname === '/rest/v1/integration_jobs' ? json(refusal, 401) : undefined,
    );
    fake.realtime.system('ok');
    expect(await screen.findByText('Sua sessão terminou')).toBeTruthy();
    expect(place.path).toContain('/entrar');
    expect((await supabase.auth.getSession()).data.session).toBeNull();
  });

  it('signs out without pretending that the session had expired', async () => {
    const { place } = await renderApp(createWorld(), '/integracoes');
    await userEvent.click(await screen.findByRole('button', { name: /Sua conta/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Sair' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Entrar' })).toBeTruthy();
    expect(screen.queryByText('Sua sessão terminou')).toBeNull();
    expect(place.path).toContain('/entrar');
  });

  it('says that another window has changed the account, until the reader knows', async () => {
    const fake = createWorld();
    await renderApp(fake, '/integracoes?tenant=aurora');
    await screen.findByRole('heading', { name: 'OneCode' });
    // The client tells of a session that did not come from this window's sign-in page, as of another window's.
    const { email, password } = userOf('auditor');
    await act(async () => void (await supabase.auth.signInWithPassword({ email, password })));
    const notice = await screen.findByRole('alert');
    expect(notice.textContent).toContain('A conta mudou em outra janela');
    expect(notice.textContent).toContain('os dados de auditor@aurora.test. Antes mostrava os de admin@aurora.test.');
    await userEvent.click(screen.getByRole('button', { name: 'Continuar com esta conta' }));
    expect(screen.queryByText('A conta mudou em outra janela')).toBeNull();
  });

  it('says nothing of the kind when the reader signs in with another account here', async () => {
    await renderApp(createWorld(), '/integracoes?tenant=aurora');
    await userEvent.click(await screen.findByRole('button', { name: /Sua conta/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Sair' }));
    await signInWith('auditor@aurora.test', 'integracoes');
    await screen.findByRole('heading', { name: 'OneCode' });
    expect(screen.queryByText('A conta mudou em outra janela')).toBeNull();
  });
});
