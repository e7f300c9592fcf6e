import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
// Loaded lazily by the app; read here once, so that no test pays for it.
import '../../../src/components/remedy/CardRemedy.tsx';
import '../../../src/components/remedy/RemedyBanner.tsx';
import { type FakeSupabase, json } from '../support/fake-supabase.ts';
import { renderApp } from '../support/render-app.tsx';
import { integrationRow } from '../support/settings.ts';
import { AURORA, ago, createWorld, failedRow } from '../support/world.ts';

const LIST = '/integracoes?tenant=aurora';
const DETAIL = '/integracoes/acessorias?tenant=aurora';

/** A refused credential, a schedule that it paused, and what the database does for an admin. */
function refusedWorld(job: Record<string, unknown> = {}): FakeSupabase {
  const fake = createWorld();
  fake.tables.integration_jobs = [failedRow(job)];
  Object.assign(integrationRow(fake), {
    schedule_kind: 'daily',
    schedule_time: '06:00:00',
    last_status: 'error',
    failing_since: ago(7200),
    failures_in_row: 3,
    schedule_paused_at: ago(7200),
    schedule_pause_code: 'credentials_rejected',
  });
  fake.overrides.push((_request, url) => {
    if (url.pathname !== '/rest/v1/rpc/resume_integration_schedule') return;
    Object.assign(integrationRow(fake), { schedule_paused_at: null, schedule_pause_code: null });
    return json(null);
  });
  return fake;
}

const banner = async () => within(await screen.findByRole('region', { name: 'Problema e solução' }));

describe('a refused credential', () => {
  it('is one click from the list to the field, which has the focus', async () => {
    const { place } = await renderApp(refusedWorld(), LIST);
    const card = within(await screen.findByRole('article', { name: 'Acessórias' }));
    expect(await card.findByText(/^Primeira falha/)).toBeTruthy();
    expect(card.getByText('Agendamento pausado')).toBeTruthy();
    await userEvent.click(card.getByRole('link', { name: 'Corrigir credencial' }));
    const field = await (await banner()).findByLabelText('Nova credencial da Acessórias');
    await waitFor(() => expect(document.activeElement).toBe(field));
    expect(place.path).toBe('/integracoes/acessorias?tenant=aurora&corrigir=credencial');
  });

  it('is tested, saved, its schedule resumed and a run begun in one step', async () => {
    const fake = refusedWorld();
    const { place } = await renderApp(fake, `${DETAIL}&corrigir=credencial`);
    await userEvent.type(await (await banner()).findByLabelText('Nova credencial da Acessórias'), 'token-novo{enter}');
    await screen.findByText('Execução atual');
    expect(fake.connectionTest.tried).toMatchObject([{ credential: 'token-novo', provider_slug: 'acessorias' }]);
    expect(fake.vault.get(`${AURORA}/acessorias`)).toBe('token-novo');
    expect(integrationRow(fake).schedule_paused_at).toBeNull();
    await waitFor(() => expect(place.path).toBe(DETAIL));
    expect(document.activeElement?.id).toBe('conteudo');
  });

  it('that is refused again is not saved, and what was typed stays', async () => {
    const fake = refusedWorld();
    fake.connectionTest.answer = { ok: false, error: { code: 'credentials_rejected', message: 'Recusada.' } };
    await renderApp(fake, `${DETAIL}&corrigir=credencial`);
    const field = await (await banner()).findByLabelText('Nova credencial da Acessórias');
    await userEvent.type(field, 'token-errado{enter}');
    expect(await (await banner()).findByText(/A credencial não foi salva\.$/)).toBeTruthy();
    expect([document.activeElement, (field as HTMLInputElement).value]).toEqual([field, 'token-errado']);
    expect([fake.vault.size, integrationRow(fake).schedule_paused_at === null]).toEqual([0, false]);
  });

  it('that could not be tested says so and saves nothing', async () => {
    const fake = refusedWorld();
    fake.overrides.push((_request, url) =>
      url.pathname === '/functions/v1/test-integration' ? json({ error: { code: 'internal_error' } }, 500) : undefined,
    );
    await renderApp(fake, `${DETAIL}&corrigir=credencial`);
    await userEvent.type(await (await banner()).findByLabelText('Nova credencial da Acessórias'), 'x{enter}');
    expect((await screen.findByRole('alert')).textContent).toContain('Não foi possível testar e salvar');
    expect(fake.vault.size).toBe(0);
  });

  it('offers no other run, which could not help', async () => {
    await renderApp(refusedWorld(), DETAIL);
    const shown = await banner();
    expect(shown.getAllByRole('button')[0]?.textContent).toBe('Corrigir credencial');
    expect(shown.queryByRole('button', { name: 'Executar novamente' })).toBeNull();
  });

  it('is only told of to who may not change it', async () => {
    await renderApp(refusedWorld(), `${DETAIL}&corrigir=credencial`, 'auditor');
    const shown = await banner();
    expect(shown.getByText('Peça a um administrador do grupo que corrija.')).toBeTruthy();
    expect(shown.queryByRole('button')).toBeNull();
    expect(shown.queryByLabelText(/credencial/)).toBeNull();
  });
});

describe('other failures', () => {
  it('are tried again first where that can help', async () => {
    const fake = refusedWorld({ error_code: 'provider_timeout', error_message: 'Sem resposta.' });
    await renderApp(fake, DETAIL);
    const shown = await banner();
    expect(shown.getAllByRole('button')[0]?.textContent).toBe('Executar novamente');
    await userEvent.click(shown.getByRole('button', { name: 'Executar novamente' }));
    await screen.findByText('Execução atual');
  });

  it('lead to the address when that is what is wrong, with the focus in it', async () => {
    const fake = refusedWorld({ error_code: 'base_url_refused', error_message: 'Endereço recusado.' });
    const { place } = await renderApp(fake, LIST);
    await userEvent.click(await screen.findByRole('link', { name: 'Corrigir endereço' }));
    const field = await screen.findByLabelText('Endereço do provedor');
    await waitFor(() => expect(document.activeElement).toBe(field));
    expect(place.path).toBe('/integracoes/acessorias?tenant=aurora&aba=configuracao');
  });

  it('warn of the pause before it comes', async () => {
    const fake = refusedWorld({ error_code: 'provider_timeout', error_message: 'Sem resposta.' });
    Object.assign(integrationRow(fake), {
      schedule_paused_at: null,
      schedule_pause_code: null,
      failures_in_row: 5,
      pause_at_failures: 10,
    });
    await renderApp(fake, DETAIL);
    expect((await banner()).getByText('5 falhas seguidas: o agendamento será pausado quando forem 10.')).toBeTruthy();
  });
});

describe('a paused schedule', () => {
  it('goes on after one click in the banner', async () => {
    const fake = refusedWorld();
    await renderApp(fake, DETAIL);
    await userEvent.click((await banner()).getByRole('button', { name: 'Retomar agendamento' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Retomar agendamento' })).toBeNull());
    expect((await banner()).getByText('Acessórias recusou a credencial.')).toBeTruthy();
  });

  it('says why beside the schedule, and goes on from there too', async () => {
    const fake = refusedWorld();
    await renderApp(fake, `${DETAIL}&aba=configuracao`);
    const section = within(await screen.findByRole('region', { name: 'Agendamento' }));
    expect(section.getByText(/^Motivo: Credencial recusada pelo provedor/)).toBeTruthy();
    expect(section.getByText('Nenhuma enquanto o agendamento estiver pausado.')).toBeTruthy();
    await userEvent.click(section.getByRole('button', { name: 'Retomar agendamento' }));
    await waitFor(() => expect(section.queryByText(/^Motivo/)).toBeNull());
  });
});
