import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderApp } from '../support/render-app.tsx';
import { refuse, integrationRow as row, SETTINGS, section } from '../support/settings.ts';
import { AURORA, ago, createWorld, integration, runningRow } from '../support/world.ts';

describe('activation', () => {
  it('switches the integration off', async () => {
    const fake = createWorld();
    await renderApp(fake, SETTINGS);
    const control = await screen.findByRole('switch', { name: 'Integração ativa' });
    expect(control.getAttribute('aria-checked')).toBe('true');
    await userEvent.click(control);
    await waitFor(() => expect(row(fake).is_enabled).toBe(false));
    expect(await screen.findByText('Desativada')).toBeTruthy();
  });

  it('turns the switch back and says why when the server refuses', async () => {
    const fake = createWorld();
    fake.overrides.push(refuse('42501', 403));
    await renderApp(fake, SETTINGS);
    const control = await screen.findByRole('switch');
    await userEvent.click(control);
    expect((await screen.findByRole('alert')).textContent).toContain('Você não tem permissão para isto');
    expect(control.getAttribute('aria-checked')).toBe('true');
  });
});

describe('options of the provider', () => {
  const BOM_CONTROLE = '/integracoes/bomcontrole?tenant=aurora&aba=configuracao';
  function world(config: object = {}) {
    const fake = createWorld();
    fake.tables.tenant_integrations?.push({ ...integration('integration-4', AURORA, 'bomcontrole'), config });
    return fake;
  }

  it('are number inputs with the limits of the schema', async () => {
    const fake = world({ months_back: 6, extra: 'kept' });
    await renderApp(fake, BOM_CONTROLE);
    const options = await section('Opções de leitura');
    const back = options.getByRole<HTMLInputElement>('spinbutton', { name: 'Meses para trás' });
    expect([back.value, back.min, back.max]).toEqual(['6', '0', '24']);
    const ahead = options.getByRole<HTMLInputElement>('spinbutton', { name: 'Meses à frente' });
    expect(ahead.value).toBe('');
    expect(options.getByText('De 0 a 24. Em branco vale o padrão: 2.')).toBeTruthy();
    await userEvent.clear(back);
    await userEvent.type(ahead, '12');
    await userEvent.click(options.getByRole('button', { name: 'Salvar opções' }));
    expect(await options.findByText('Opções salvas')).toBeTruthy();
    expect(row(fake, 3).config).toEqual({ months_ahead: 12, extra: 'kept' });
  });

  it('refuse what is outside of the limits', async () => {
    const fake = world();
    await renderApp(fake, BOM_CONTROLE);
    const options = await section('Opções de leitura');
    const back = options.getByRole('spinbutton', { name: 'Meses para trás' });
    await userEvent.type(back, '25');
    await userEvent.click(options.getByRole('button', { name: 'Salvar opções' }));
    expect(options.getByText('Informe um número inteiro de 0 a 24.')).toBeTruthy();
    expect(back.getAttribute('aria-invalid')).toBe('true');
    expect(document.activeElement).toBe(back);
    expect(row(fake, 3).config).toEqual({});
    await userEvent.click(options.getByRole('button', { name: 'Descartar' }));
    expect(options.queryByText('Informe um número inteiro de 0 a 24.')).toBeNull();
  });

  it('are absent where the provider offers none', async () => {
    await renderApp(createWorld(), SETTINGS);
    await section('Agendamento');
    expect(screen.queryByRole('region', { name: 'Opções de leitura' })).toBeNull();
  });
});

describe('schedule', () => {
  it.each([
    ['Todos os dias', ['daily', '08:30', null]],
    ['Uma vez por semana', ['weekly', '08:30', 0]],
  ])('is saved as %s', async (kind, expected) => {
    const fake = createWorld();
    await renderApp(fake, SETTINGS);
    const schedule = await section('Agendamento');
    await userEvent.selectOptions(schedule.getByRole('combobox', { name: 'Frequência' }), kind);
    if (expected[0] === 'weekly') await userEvent.selectOptions(schedule.getByLabelText('Dia da semana'), 'domingo');
    const time = schedule.getByLabelText('Horário');
    await userEvent.clear(time);
    await userEvent.type(time, '08:30');
    expect(schedule.getByText('No horário de Brasília.')).toBeTruthy();
    expect(schedule.getByText(/Calculada ao salvar/)).toBeTruthy();
    await userEvent.click(schedule.getByRole('button', { name: 'Salvar agendamento' }));
    expect(await schedule.findByText('Agendamento salvo')).toBeTruthy();
    const { schedule_kind, schedule_time, schedule_weekday } = row(fake);
    expect([schedule_kind, schedule_time, schedule_weekday]).toEqual(expected);
  });

  it('asks for the time', async () => {
    const fake = createWorld();
    await renderApp(fake, SETTINGS);
    const schedule = await section('Agendamento');
    await userEvent.selectOptions(schedule.getByRole('combobox', { name: 'Frequência' }), 'Todos os dias');
    await userEvent.clear(schedule.getByLabelText('Horário'));
    await userEvent.click(schedule.getByRole('button', { name: 'Salvar agendamento' }));
    expect(schedule.getByText('Informe o horário, como 06:00.')).toBeTruthy();
    expect(row(fake).schedule_kind).toBe('off');
  });

  it("shows the next run on the tenant's clock, here, in the header and on the card", async () => {
    const fake = createWorld();
    const next = new Date(Date.now() + 8 * 86_400_000);
    next.setUTCHours(17, 30, 0, 0);
    const columns = { schedule_kind: 'hourly', next_run_at: next.toISOString() };
    Object.assign(row(fake, 2), columns);
    await renderApp(fake, '/integracoes?tenant=boreal', 'group');
    const text = /, 13:30( \(horário do Amazonas\))?$/;
    const card = within(await screen.findByRole('article', { name: 'Acessórias' }));
    expect(card.getByText(text)).toBeTruthy();
    await userEvent.click(card.getByRole('link', { name: 'Acessórias' }));
    await userEvent.click(await screen.findByRole('tab', { name: 'Configuração' }));
    const schedule = await section('Agendamento');
    expect(schedule.getByText(/, 13:30 \(horário do Amazonas\)$/)).toBeTruthy();
    expect(screen.getAllByText(text)).toHaveLength(2);
  });

  it('says why there is no next run while the integration is off', async () => {
    const fake = createWorld();
    Object.assign(row(fake), { schedule_kind: 'hourly', is_enabled: false });
    await renderApp(fake, SETTINGS);
    const schedule = await section('Agendamento');
    expect(schedule.getByText(/Nenhuma enquanto a integração estiver desativada/)).toBeTruthy();
  });
});

describe('unsaved changes', () => {
  it('stay when a run ends and the integrations are read again, and when another tab is looked at', async () => {
    const fake = createWorld();
    const job = runningRow();
    fake.tables.integration_jobs?.push(job);
    await renderApp(fake, SETTINGS);
    const connection = await section('Conexão');
    await screen.findByText('Ao vivo');
    await userEvent.type(connection.getByLabelText('Endereço do provedor'), 'https://rascunho.exemplo.test');
    row(fake).last_status = 'success';
    const isReading = (request: string) => request.startsWith('GET /rest/v1/tenant_integrations');
    const readsBefore = fake.requests.filter(isReading).length;
    act(() => fake.change('integration_jobs', job, { status: 'success', progress: 100, finished_at: ago(0) }));
    await waitFor(() => expect(fake.requests.filter(isReading).length).toBeGreaterThan(readsBefore));
    await screen.findByText('Concluído');
    expect(connection.getByDisplayValue('https://rascunho.exemplo.test')).toBeTruthy();
    await userEvent.click(screen.getByRole('tab', { name: 'Visão Geral' }));
    await userEvent.click(screen.getByRole('tab', { name: 'Configuração' }));
    expect(screen.getByDisplayValue('https://rascunho.exemplo.test')).toBeTruthy();
  });

  it('meet a change of somebody else: it is told, and discarding shows it', async () => {
    const fake = createWorld();
    const { queryClient } = await renderApp(fake, SETTINGS);
    const connection = await section('Conexão');
    await userEvent.type(connection.getByLabelText('Endereço do provedor'), 'https://rascunho.exemplo.test');
    row(fake).base_url = 'https://outra-pessoa.exemplo.test';
    await act(() => queryClient.invalidateQueries());
    expect(await connection.findByText('Outra pessoa alterou esta parte enquanto você editava')).toBeTruthy();
    await userEvent.click(connection.getByRole('button', { name: 'Descartar' }));
    expect(connection.getByDisplayValue('https://outra-pessoa.exemplo.test')).toBeTruthy();
    expect(connection.queryByText(/^Outra pessoa alterou/)).toBeNull();
  });

  it('let the browser ask before the page is left', async () => {
    await renderApp(createWorld(), SETTINGS);
    const connection = await section('Conexão');
    const leave = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
    expect(leave()).toBe(true);
    await userEvent.type(connection.getByLabelText('Endereço do provedor'), 'x');
    expect(leave()).toBe(false);
    await userEvent.click(connection.getByRole('button', { name: 'Descartar' }));
    expect(leave()).toBe(true);
  });
});
