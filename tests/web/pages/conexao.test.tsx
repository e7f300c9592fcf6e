import { waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { json } from '../support/fake-supabase.ts';
import { renderApp } from '../support/render-app.tsx';
import { refuse, integrationRow as row, SETTINGS, section } from '../support/settings.ts';
import { AURORA, ago, createWorld } from '../support/world.ts';

const ONECODE = '/integracoes/onecode?tenant=aurora&aba=configuracao';

describe('address of the provider', () => {
  it('is saved, and an empty one as none', async () => {
    const fake = createWorld();
    await renderApp(fake, SETTINGS);
    const connection = await section('Conexão');
    const field = connection.getByLabelText('Endereço do provedor');
    await userEvent.type(field, ' https://api.exemplo.test ');
    expect(connection.getByText('Alterações não salvas')).toBeTruthy();
    await userEvent.click(connection.getByRole('button', { name: 'Salvar conexão' }));
    expect(await connection.findByText('Conexão salva')).toBeTruthy();
    expect(row(fake).base_url).toBe('https://api.exemplo.test');
    await userEvent.clear(field);
    await userEvent.click(connection.getByRole('button', { name: 'Salvar conexão' }));
    await waitFor(() => expect(row(fake).base_url).toBeNull());
  });

  it('is checked before the server is asked', async () => {
    const fake = createWorld();
    await renderApp(fake, ONECODE);
    const connection = await section('Conexão');
    const field = connection.getByLabelText('Endereço do provedor');
    await userEvent.click(connection.getByRole('button', { name: 'Salvar conexão' }));
    expect(connection.getByText('Informe o endereço do provedor.')).toBeTruthy();
    await userEvent.type(field, 'https://usuario:senha@exemplo.test');
    await userEvent.click(connection.getByRole('button', { name: 'Salvar conexão' }));
    expect(connection.getByText(/^Informe um endereço completo/)).toBeTruthy();
    expect(document.activeElement).toBe(field);
    expect(fake.requests.some((request) => request.startsWith('PATCH'))).toBe(false);
  });

  it('says in words that the server does not allow it, and keeps what was typed', async () => {
    const fake = createWorld();
    fake.overrides.push(refuse('IQ005', 400));
    await renderApp(fake, SETTINGS);
    const connection = await section('Conexão');
    await userEvent.type(connection.getByLabelText('Endereço do provedor'), 'http://10.0.0.1');
    await userEvent.click(connection.getByRole('button', { name: 'Salvar conexão' }));
    expect((await connection.findByRole('alert')).textContent).toContain('Endereço não permitido');
    expect(connection.getByDisplayValue('http://10.0.0.1')).toBeTruthy();
  });

  it('says so when there was nothing to save', async () => {
    const fake = createWorld();
    await renderApp(fake, SETTINGS);
    const connection = await section('Conexão');
    await userEvent.click(connection.getByRole('button', { name: 'Salvar conexão' }));
    expect(connection.getByText('Nenhuma alteração para salvar')).toBeTruthy();
    expect(fake.requests.some((request) => request.startsWith('PATCH'))).toBe(false);
  });
});

describe('testing and saving in one', () => {
  it('saves what the provider accepts, and tries what is then stored', async () => {
    const fake = createWorld();
    await renderApp(fake, SETTINGS);
    const connection = await section('Conexão');
    await userEvent.type(connection.getByLabelText('Credencial'), 'token-bom');
    await userEvent.click(connection.getByRole('button', { name: 'Testar e salvar' }));
    expect(await connection.findByText('Conexão salva')).toBeTruthy();
    expect(fake.vault.get(`${AURORA}/acessorias`)).toBe('token-bom');
    await waitFor(() => expect(fake.connectionTest.tried).toHaveLength(2));
    expect(fake.connectionTest.tried).toMatchObject([
      { credential: 'token-bom' },
      { credential: null, base_url: null },
    ]);
  });

  it('saves nothing that the provider refuses', async () => {
    const fake = createWorld();
    fake.connectionTest.answer = { ok: false, error: { code: 'credentials_rejected', message: 'não' } };
    await renderApp(fake, SETTINGS);
    const connection = await section('Conexão');
    await userEvent.type(connection.getByLabelText('Credencial'), 'token-ruim');
    await userEvent.click(connection.getByRole('button', { name: 'Testar e salvar' }));
    expect((await connection.findByRole('alert')).textContent).toContain('Credencial recusada pelo provedor');
    expect(fake.vault.size).toBe(0);
    expect(connection.getByDisplayValue('token-ruim')).toBeTruthy();
  });
});

describe('credential', () => {
  it('is written, never shown again, and known only by its age', async () => {
    const fake = createWorld();
    const { container, queryClient } = await renderApp(fake, SETTINGS);
    const connection = await section('Conexão');
    const field = connection.getByLabelText<HTMLInputElement>('Credencial');
    expect(connection.getByText(/^Ainda não definida\. Sem ela as execuções falham/)).toBeTruthy();
    expect([field.type, field.autocomplete]).toEqual(['password', 'off']);
    await userEvent.type(field, 'token-de-teste');
    await userEvent.click(connection.getByRole('button', { name: 'Mostrar a credencial' }));
    expect(field.type).toBe('text');
    await userEvent.click(connection.getByRole('button', { name: 'Ocultar a credencial' }));
    expect(field.type).toBe('password');
    await userEvent.click(connection.getByRole('button', { name: 'Salvar conexão' }));
    expect(await connection.findByText('Conexão salva')).toBeTruthy();
    expect(fake.vault.get(`${AURORA}/acessorias`)).toBe('token-de-teste');
    expect(field.value).toBe('');
    expect(connection.getByText('agora')).toBeTruthy();
    expect(container.innerHTML).not.toContain('token-de-teste');
    const cached = () =>
      [queryClient.getQueryCache(), queryClient.getMutationCache()].flatMap((cache) =>
        cache.getAll().map(({ state }) => JSON.stringify(state)),
      );
    await waitFor(() => expect(cached().filter((state) => state.includes('token-de-teste'))).toEqual([]));
  });

  it('shows how old the stored one is', async () => {
    const fake = createWorld();
    row(fake).credentials_updated_at = ago(3 * 86_400);
    await renderApp(fake, SETTINGS);
    expect(await (await section('Conexão')).findByText('há 3 dias')).toBeTruthy();
  });

  it('goes after the address, which may drop the one before', async () => {
    const fake = createWorld();
    row(fake).credentials_updated_at = ago(60);
    await renderApp(fake, SETTINGS);
    const connection = await section('Conexão');
    await userEvent.type(connection.getByLabelText('Endereço do provedor'), 'https://outra.exemplo.test');
    expect(connection.getByText(/a credencial guardada é apagada/)).toBeTruthy();
    await userEvent.type(connection.getByLabelText('Credencial'), 'nova');
    expect(connection.queryByText(/a credencial guardada é apagada/)).toBeNull();
    await userEvent.click(connection.getByRole('button', { name: 'Salvar conexão' }));
    await connection.findByText('Conexão salva');
    const writes = fake.requests.filter((request) => /^PATCH|set_integration_credential/.test(request));
    expect(writes.map((request) => /(tenant_integrations|set_integration_credential)/.exec(request)?.[0])).toEqual([
      'tenant_integrations',
      'set_integration_credential',
    ]);
  });

  it.each([
    ['42501', 403, 'Você não tem permissão para isto'],
    ['IQ003', 400, 'O cofre de credenciais não está disponível'],
  ])('tells the refusal %s in words and keeps what was typed', async (code, status, text) => {
    const fake = createWorld();
    fake.overrides.push(refuse(code, status));
    await renderApp(fake, SETTINGS);
    const connection = await section('Conexão');
    await userEvent.type(connection.getByLabelText('Credencial'), 'token-de-teste');
    await userEvent.click(connection.getByRole('button', { name: 'Salvar conexão' }));
    expect((await connection.findByRole('alert')).textContent).toContain(text);
    expect(connection.getByLabelText<HTMLInputElement>('Credencial').value).toBe('token-de-teste');
  });
});

describe('connection test', () => {
  it('tries what is stored, says that it works, and offers only to test and save what is not', async () => {
    const fake = createWorld();
    row(fake).credentials_updated_at = ago(60);
    await renderApp(fake, SETTINGS);
    const connection = await section('Conexão');
    await userEvent.click(connection.getByRole('button', { name: 'Testar conexão' }));
    expect(await connection.findByText('Conexão funcionando')).toBeTruthy();
    expect(fake.connectionTest.tried).toMatchObject([{ provider_slug: 'acessorias', credential: null }]);
    await userEvent.type(connection.getByLabelText('Credencial'), 'x');
    expect(connection.queryByText('Conexão funcionando')).toBeNull();
    expect(connection.queryByRole('button', { name: 'Testar conexão' })).toBeNull();
    expect(connection.getByRole('button', { name: 'Testar e salvar' })).toBeTruthy();
  });

  it('is busy until the answer is there, and then says why it failed', async () => {
    const fake = createWorld();
    row(fake).credentials_updated_at = ago(60);
    const answer = Promise.withResolvers<Response>();
    fake.overrides.push((_request, url) => (url.pathname.endsWith('/test-integration') ? answer.promise : undefined));
    await renderApp(fake, SETTINGS);
    const connection = await section('Conexão');
    await userEvent.click(connection.getByRole('button', { name: 'Testar conexão' }));
    const busy = await connection.findByRole('button', { name: 'Testando…' });
    expect(busy.getAttribute('aria-disabled')).toBe('true');
    answer.resolve(json({ ok: false, error: { code: 'permission_denied', message: 'Falta o módulo de empresas.' } }));
    const alert = await connection.findByRole('alert');
    expect(alert.textContent).toContain('Sem permissão no provedor');
    expect(alert.textContent).toContain('Falta o módulo de empresas.');
  });

  it('does not advise somebody who only tests to run again', async () => {
    const fake = createWorld();
    const error = { code: 'credentials_rejected', message: 'Recusada. Execute novamente.' };
    fake.connectionTest.answer = { ok: false, error };
    await renderApp(fake, SETTINGS);
    const connection = await section('Conexão');
    await userEvent.type(connection.getByLabelText('Credencial'), 'errada');
    await userEvent.click(connection.getByRole('button', { name: 'Testar e salvar' }));
    const alert = await connection.findByRole('alert');
    expect(alert.textContent).toContain('Credencial recusada pelo provedor');
    expect(alert.textContent).not.toContain('Execute novamente');
  });

  it('needs a credential, stored or typed', async () => {
    const fake = createWorld();
    await renderApp(fake, SETTINGS);
    const connection = await section('Conexão');
    await userEvent.click(connection.getByRole('button', { name: 'Testar conexão' }));
    expect(connection.getByText('Informe a credencial para testar.')).toBeTruthy();
    expect(document.activeElement).toBe(connection.getByLabelText('Credencial'));
    expect(fake.connectionTest.tried).toEqual([]);
  });

  it('does not take a failed request for a failed connection', async () => {
    const fake = createWorld();
    row(fake).credentials_updated_at = ago(60);
    const error = { error: { code: 'too_many_requests', message: 'slow down' } };
    fake.overrides.push((_request, url) => (url.pathname.endsWith('/test-integration') ? json(error, 429) : undefined));
    await renderApp(fake, SETTINGS);
    const connection = await section('Conexão');
    await userEvent.click(connection.getByRole('button', { name: 'Testar conexão' }));
    const alert = await connection.findByRole('alert');
    expect(alert.textContent).toContain('Não foi possível fazer o teste');
    expect(alert.textContent).toContain('Muitos pedidos em pouco tempo');
  });
});
