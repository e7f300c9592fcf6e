import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { json } from '../support/fake-supabase.ts';
import { renderApp } from '../support/render-app.tsx';
import { emptyWorld, withSetup } from '../support/setup.ts';
import { AURORA, ago, createWorld, jobRow } from '../support/world.ts';

const LIST = '/integracoes?tenant=aurora';
const NEW = '/integracoes/nova?tenant=aurora';

const fill = async (label: string, text: string) => userEvent.type(await screen.findByLabelText(label), text);
const submit = () => userEvent.click(screen.getByRole('button', { name: /Testar e executar|Tentar de novo/ }));
const writes = (requests: readonly string[]) =>
  requests
    .filter((request) => /^(POST|PATCH) \/(rest|functions)/.test(request))
    .map((request) => request.split('?')[0]);

describe('the empty list', () => {
  it('leads an admin to the page that adds the first integration', async () => {
    await renderApp(emptyWorld(), LIST);
    expect(await screen.findByRole('heading', { name: 'Nenhuma integração ainda' })).toBeTruthy();
    await userEvent.click(screen.getByRole('link', { name: 'Adicionar integração' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Adicionar integração' })).toBeTruthy();
  });

  it('tells an auditor whom to ask, by name, and offers nothing', async () => {
    await renderApp(emptyWorld(), LIST, 'auditor');
    expect(await screen.findByText('admin@aurora.test')).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'Adicionar integração' })).toBeNull();
  });
});

describe('Adicionar integração', () => {
  it('adds, tests what is stored, switches on and runs by one button, and shows the run', async () => {
    const fake = emptyWorld();
    await renderApp(fake, NEW);
    await userEvent.click(await screen.findByRole('radio', { name: /Acessórias/ }));
    expect(screen.getByText('Em Acessórias, nas configurações.')).toBeTruthy();
    await fill('Token da API', 'segredo-1');
    fake.requests.length = 0;
    await submit();
    expect(await screen.findByRole('heading', { level: 1, name: 'Acessórias' })).toBeTruthy();
    expect(writes(fake.requests).slice(0, 4)).toEqual([
      'POST /rest/v1/rpc/add_tenant_integration',
      'POST /functions/v1/test-integration',
      'PATCH /rest/v1/tenant_integrations',
      'POST /functions/v1/run-integration',
    ]);
    expect(fake.connectionTest.tried).toEqual([
      { tenant_id: AURORA, provider_slug: 'acessorias', base_url: null, credential: null },
    ]);
    expect(fake.vault.get(`${AURORA}/acessorias`)).toBe('segredo-1');
    expect(fake.tables.integration_jobs).toHaveLength(1);
  });

  it('asks for what is missing at the first input that lacks it, and sends nothing', async () => {
    const fake = emptyWorld();
    await renderApp(fake, `${NEW}&provedor=onecode`);
    const address = await screen.findByLabelText('Endereço do sistema');
    fake.requests.length = 0;
    await submit();
    expect(document.activeElement).toBe(address);
    expect(screen.getByText('Informe o endereço do provedor.')).toBeTruthy();
    expect(writes(fake.requests)).toEqual([]);
  });

  it('stops at a refused credential, keeps it switched off, and goes on with another one', async () => {
    const fake = emptyWorld();
    fake.connectionTest.answer = { ok: false, error: { code: 'credentials_rejected', message: 'Recusada.' } };
    await renderApp(fake, `${NEW}&provedor=acessorias`);
    await fill('Token da API', 'errado');
    await submit();
    expect(within(await screen.findByRole('alert')).getByText('Credencial recusada pelo provedor')).toBeTruthy();
    const steps = within(screen.getByRole('list', { name: 'Andamento' }));
    expect(steps.getByText('Teste da conexão').textContent).toBe('Teste da conexão: falhou');
    expect(steps.getByText('Credencial').textContent).toBe('Credencial: feito');
    expect(fake.tables.tenant_integrations).toMatchObject([{ is_enabled: false }]);
    expect(fake.tables.integration_jobs).toEqual([]);

    fake.connectionTest.answer = { ok: true };
    await userEvent.clear(screen.getByLabelText('Token da API'));
    await fill('Token da API', 'certo');
    fake.requests.length = 0;
    await submit();
    expect(await screen.findByRole('heading', { level: 1, name: 'Acessórias' })).toBeTruthy();
    expect(writes(fake.requests)[0]).toBe('POST /rest/v1/rpc/set_integration_credential');
    expect(fake.vault.get(`${AURORA}/acessorias`)).toBe('certo');
    expect(fake.tables.tenant_integrations).toHaveLength(1);
  });

  it('says that another window was faster, and changes nothing there', async () => {
    const fake = emptyWorld();
    await renderApp(fake, `${NEW}&provedor=acessorias`);
    await fill('Token da API', 'segredo');
    fake.overrides.unshift((_request, url) =>
      url.pathname.endsWith('/add_tenant_integration') ? json({ code: 'IQ008', message: 'there' }, 400) : undefined,
    );
    await submit();
    expect(within(await screen.findByRole('alert')).getByText('O grupo já tem esta integração')).toBeTruthy();
    expect(fake.vault.size).toBe(0);
  });

  it('leads to what is there already, and asks no auditor to choose', async () => {
    const { unmount } = await renderApp(withSetup(createWorld()), NEW);
    expect(await screen.findByRole('link', { name: 'Já adicionada: Abrir Acessórias' })).toBeTruthy();
    expect(screen.queryByRole('radio', { name: /Acessórias/ })).toBeNull();
    unmount();
    await renderApp(withSetup(createWorld()), NEW, 'auditor');
    expect(await screen.findByText('Somente administradores adicionam integrações')).toBeTruthy();
    expect(screen.queryByRole('group', { name: 'Qual sistema?' })).toBeNull();
  });
});

describe('the steps that are left', () => {
  const card = async () => within(await screen.findByRole('article', { name: 'Acessórias' }));
  const change = (columns: Record<string, unknown>) => {
    const fake = withSetup(createWorld());
    Object.assign(fake.tables.tenant_integrations?.[0] ?? {}, columns);
    return fake;
  };

  it('begin with the credential, whose link leads to the configuration', async () => {
    await renderApp(change({ is_enabled: false }), LIST);
    const steps = within(await (await card()).findByRole('list', { name: 'Passos que faltam para Acessórias' }));
    expect(steps.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'Credencial (próximo passo)',
      'Teste da conexão',
      'Ativação',
      'Primeira execução',
    ]);
    const link = (await card()).getByRole('link', { name: 'Informar a credencial' });
    expect(link.getAttribute('href')).toBe('/integracoes/acessorias?tenant=aurora&aba=configuracao&campo=credencial');
    await userEvent.click(link);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Credencial')));
  });

  it('are done on the card: tested, switched on, and then only the run is left', async () => {
    const fake = change({ is_enabled: false, credentials_updated_at: ago(60) });
    await renderApp(fake, LIST);
    await userEvent.click(await (await card()).findByRole('button', { name: 'Testar conexão' }));
    await waitFor(() => expect(fake.connectionTest.tried).toHaveLength(1));
    expect(fake.connectionTest.tried[0]).toMatchObject({ base_url: null, credential: null });
  });

  it('name the failed test, and lead back to the connection', async () => {
    const test = { tested_at: ago(30), test_result: 'credentials_rejected' };
    await renderApp(change({ credentials_updated_at: ago(60), ...test }), LIST);
    expect(await (await card()).findByText(/O teste falhou: Credencial recusada pelo provedor/)).toBeTruthy();
    expect((await card()).getByRole('link', { name: 'Corrigir a conexão' })).toBeTruthy();
  });

  it('are read by an auditor without a button, and gone once it has run', async () => {
    const { unmount } = await renderApp(change({}), LIST, 'auditor');
    expect(await (await card()).findByText('Peça a um administrador do grupo.')).toBeTruthy();
    expect((await card()).queryByRole('link', { name: 'Informar a credencial' })).toBeNull();
    unmount();
    const ran = change({ credentials_updated_at: ago(3600), last_run: ago(52), last_status: 'success' });
    ran.tables.integration_jobs = [jobRow()];
    await renderApp(ran, LIST);
    await card();
    expect(screen.queryByRole('list', { name: 'Passos que faltam para Acessórias' })).toBeNull();
  });
});

describe('removing', () => {
  const SETTINGS = '/integracoes/acessorias?tenant=aurora&aba=configuracao';

  it('says what goes and what stays, and the history stays reachable', async () => {
    const fake = withSetup(createWorld());
    fake.tables.integration_jobs = [jobRow()];
    fake.vault.set(`${AURORA}/acessorias`, 'segredo');
    await renderApp(fake, SETTINGS);
    await userEvent.click(await screen.findByRole('button', { name: 'Remover integração…' }));
    const dialog = within(await screen.findByRole('alertdialog', { name: 'Remover Acessórias' }));
    expect(dialog.getByText(/A credencial é apagada do cofre/)).toBeTruthy();
    expect(dialog.getByText(/As execuções, com o que cada uma mudou/)).toBeTruthy();
    await userEvent.click(dialog.getByRole('button', { name: 'Remover integração' }));
    const removed = within(await screen.findByRole('region', { name: 'Removidas' }));
    expect(screen.queryByRole('article', { name: 'Acessórias' })).toBeNull();
    expect(fake.vault.size).toBe(0);
    await userEvent.click(removed.getByRole('link', { name: 'Acessórias' }));
    expect(await screen.findByText('Esta integração foi removida')).toBeTruthy();
    expect(await screen.findByText('Ver detalhes')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Executar agora' })).toBeNull();
    await userEvent.click(screen.getByRole('link', { name: 'Adicionar de novo' }));
    expect(await screen.findByRole('radio', { name: /Acessórias/, checked: true })).toBeTruthy();
  });

  it('is an auditor’s business only to read', async () => {
    await renderApp(withSetup(createWorld()), SETTINGS, 'auditor');
    expect(await screen.findByText('Somente administradores do grupo alteram a configuração.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Remover integração…' })).toBeNull();
  });
});

it('switching on without a credential says at once that runs will fail', async () => {
  const fake = createWorld();
  Object.assign(fake.tables.tenant_integrations?.[0] ?? {}, { is_enabled: false });
  await renderApp(fake, '/integracoes/acessorias?tenant=aurora&aba=configuracao');
  await userEvent.click(await screen.findByRole('switch', { name: 'Integração ativa' }));
  expect(await screen.findByText('Ativa, mas sem credencial: as execuções vão falhar')).toBeTruthy();
});
