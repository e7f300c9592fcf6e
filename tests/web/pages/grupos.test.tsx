import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import '../../../src/pages/Grupos.tsx';
import { type FakeSupabase, json } from '../support/fake-supabase.ts';
import { renderApp } from '../support/render-app.tsx';
import { AURORA, ago, BOREAL, createWorld, runningRow } from '../support/world.ts';

const PAGE = '/grupos?tenant=aurora';

/** A row of search_integration_states: Aurora's Acessórias in order, changed by `changes`. */
function stateRow(changes: Record<string, unknown> = {}) {
  return {
    id: 'integration-1',
    tenant_id: AURORA,
    tenant_name: 'Aurora Contabilidade',
    tenant_slug: 'aurora',
    provider_slug: 'acessorias',
    provider_name: 'Acessórias',
    state: 'fine',
    code: null,
    is_enabled: true,
    job_status: null,
    job_code: null,
    since: null,
    failures_in_row: 0,
    schedule_paused_at: null,
    next_run_at: null,
    last_success_at: ago(3600),
    key: ['key of', changes.id ?? 'integration-1'],
    ...changes,
  };
}

const REFUSED = {
  id: 'integration-3',
  tenant_id: BOREAL,
  tenant_name: 'Boreal Contábil',
  tenant_slug: 'boreal',
  state: 'failing',
  code: 'credentials_rejected',
  since: ago(7200),
  failures_in_row: 3,
  schedule_paused_at: ago(7200),
  last_success_at: null,
};

/** Answers with these rows, and remembers what was asked. */
function withStates(rows: unknown[], counts: Record<string, number> = { failing: 1, fine: 1 }) {
  const fake: FakeSupabase = createWorld();
  const asked: Record<string, unknown>[] = [];
  fake.overrides.unshift(async (request, url) => {
    if (!url.pathname.endsWith('/rpc/search_integration_states')) return undefined;
    asked.push(await request.json());
    return json({ counts, rows });
  });
  return { fake, asked };
}

const rowOf = async (name: RegExp) =>
  within((await screen.findByRole('rowheader', { name })).closest('tr') as HTMLElement);

describe('the page of all groups', () => {
  it('says of each integration why and since when it fails, when it runs next and went well last', async () => {
    const { fake } = withStates([stateRow(REFUSED), stateRow()]);
    await renderApp(fake, PAGE, 'group');
    const failing = await rowOf(/Boreal Contábil/);
    expect(failing.getByText('Falhando')).toBeTruthy();
    expect(failing.getByText('Credencial recusada pelo provedor')).toBeTruthy();
    expect(failing.getByText(/Primeira falha.*3 falhas seguidas/).textContent).toContain('há 2 horas');
    expect(failing.getByText('Agendamento pausado')).toBeTruthy();
    expect(failing.getAllByText(/pausada/).length).toBeGreaterThan(0);
    expect((await rowOf(/Aurora/)).getAllByText(/há 1 hora/).length).toBeGreaterThan(0);
    expect(screen.getByRole('button', { name: /^Com problema 1$/ })).toBeTruthy();
    expect(screen.getByRole('button', { name: /^Todas 2$/ })).toBeTruthy();
  });

  it('leads an admin in one click to the field, and whoever may not mend it to the integration', async () => {
    const { fake } = withStates([
      stateRow(REFUSED),
      stateRow({ ...REFUSED, id: 'x', tenant_id: 'other', tenant_name: 'Alheia' }),
    ]);
    const { place } = await renderApp(fake, PAGE, 'group');
    expect((await rowOf(/Alheia/)).getByRole('link').textContent).toBe('Abrir');
    await userEvent.click((await rowOf(/Boreal/)).getByRole('link', { name: 'Corrigir credencial' }));
    expect(place.path).toBe('/integracoes/acessorias?tenant=boreal&corrigir=credencial');
  });

  it('offers no field while a run is under way that may end the failure', async () => {
    const { fake } = withStates([stateRow({ ...REFUSED, job_status: 'pending' })]);
    await renderApp(fake, PAGE, 'group');
    const row = await rowOf(/Boreal/);
    expect(row.getByText('Uma nova execução está na fila.')).toBeTruthy();
    expect(row.getByRole('link').textContent).toBe('Abrir');
  });

  it.each([
    [{ state: 'stuck', job_status: 'pending', since: ago(1500) }, /Devia ter começado há 25 minutos/],
    [{ state: 'stuck', job_status: 'running', since: ago(480) }, /Sem avanço há 8 minutos/],
    [{ state: 'waiting', job_status: 'pending', since: ago(120) }, /Na fila há 2 minutos/],
    [{ state: 'waiting', job_status: 'pending', job_code: 'rate_limited' }, /Limite de consultas do provedor/],
    [{ state: 'running', job_status: 'running', since: ago(180) }, /Iniciada há 3 minutos/],
    [{ state: 'unused' }, /Nunca executada/],
    [{ state: 'unused', is_enabled: false }, /Desativada/],
  ])('says of %j what it is', async (changes, text) => {
    const { fake } = withStates([stateRow(changes)]);
    await renderApp(fake, PAGE, 'group');
    expect((await screen.findByRole('table')).textContent).toMatch(text);
  });

  it('searches and filters on the server, keeps both in the address, and clears them', async () => {
    const { fake, asked } = withStates([], {});
    const { place } = await renderApp(fake, PAGE, 'group');
    await userEvent.type(await screen.findByRole('searchbox', { name: 'Buscar grupo ou integração' }), 'são');
    await userEvent.click(screen.getByRole('button', { name: /^Com problema/ }));
    await waitFor(() => expect(asked.at(-1)).toMatchObject({ p_search: 'são', p_states: ['stuck', 'failing'] }));
    const address = () => Object.fromEntries(new URLSearchParams(place.path.split('?')[1]));
    await waitFor(() => expect(address()).toEqual({ tenant: 'aurora', busca: 'são', mostrar: 'problema' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Limpar busca e filtro' }));
    await waitFor(() => expect(address()).toEqual({ tenant: 'aurora' }));
    await waitFor(() => expect(asked.at(-1)).toEqual({ p_search: '', p_limit: 100 }));
  });

  it('reads on from the last row', async () => {
    const rows = Array.from({ length: 100 }, (_, n) => stateRow({ id: `integration-${n}` }));
    const { fake, asked } = withStates(rows, { fine: 3000 });
    await renderApp(fake, PAGE, 'group');
    await userEvent.click(await screen.findByRole('button', { name: 'Carregar mais integrações' }));
    await waitFor(() => expect(asked.at(-1)).toMatchObject({ p_after: ['key of', 'integration-99'] }));
    expect(screen.getByText('3.000 integrações')).toBeTruthy();
  });

  it('is read again once after several runs have ended, not once for each', async () => {
    const { fake, asked } = withStates([stateRow()]);
    const jobs = ['job-1', 'job-2'].map((id, n) =>
      runningRow({ id, provider_slug: n === 0 ? 'acessorias' : 'onecode' }),
    );
    fake.tables.integration_jobs = jobs;
    await renderApp(fake, PAGE, 'group');
    await screen.findByText('Ao vivo');
    await screen.findByRole('rowheader');
    // The runs met at the beginning are news as well.
    await waitFor(() => expect(asked.length).toBeGreaterThan(1), { timeout: 8000 });
    const before = asked.length;
    for (const job of jobs) {
      act(() => fake.change('integration_jobs', job, { status: 'success', progress: 100, finished_at: ago(0) }));
    }
    await waitFor(() => expect(asked.length).toBeGreaterThan(before), { timeout: 8000 });
    expect(asked.length).toBe(before + 1);
  }, 20_000);

  it('says that it could not be read, and tries again at a click', async () => {
    const { fake } = withStates([stateRow()]);
    let isBroken = true;
    fake.overrides.unshift((_request, url) =>
      isBroken && url.pathname.endsWith('/rpc/search_integration_states')
        ? json({ message: 'broken' }, 500)
        : undefined,
    );
    await renderApp(fake, PAGE, 'group');
    expect(await screen.findByText('Não foi possível carregar a situação dos grupos')).toBeTruthy();
    isBroken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Tentar novamente' }));
    expect(await screen.findByRole('table')).toBeTruthy();
  });

  it('stands in the header for people with several groups only', async () => {
    const { fake } = withStates([]);
    const view = await renderApp(fake, '/integracoes?tenant=aurora', 'group');
    expect((await screen.findByRole('link', { name: 'Grupos' })).getAttribute('href')).toBe(PAGE);
    view.unmount();
    await renderApp(createWorld(), '/integracoes?tenant=aurora', 'auditor');
    await screen.findByRole('link', { name: 'Execuções' });
    expect(screen.queryByRole('link', { name: 'Grupos' })).toBeNull();
  });

  it('asks nothing for a mere member', async () => {
    const { fake, asked } = withStates([stateRow()]);
    await renderApp(fake, PAGE, 'member');
    expect(await screen.findByRole('heading', { name: /ainda não tem acesso/ })).toBeTruthy();
    expect(asked).toEqual([]);
  });
});
