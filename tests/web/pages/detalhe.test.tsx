import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { json } from '../support/fake-supabase.ts';
import { renderApp } from '../support/render-app.tsx';
import { ago, createWorld, jobRow, logRow, runningRow } from '../support/world.ts';

const DETAIL = '/integracoes/acessorias?tenant=aurora';

function worldWith(...jobs: Array<Record<string, unknown>>) {
  const fake = createWorld();
  fake.tables.integration_jobs?.push(...jobs);
  return fake;
}

describe('detail page', () => {
  it('shows the run under way with its numbers, and the percentage in the title', async () => {
    const fake = worldWith(runningRow({ attempts: 2 }));
    await renderApp(fake, DETAIL);
    const run = within(await screen.findByRole('region', { name: 'Execução atual' }));
    expect(run.getByText('84 de 200 registros')).toBeTruthy();
    expect(run.getByText('Lendo empresas, página 5')).toBeTruthy();
    expect(run.getByText('2 de 3')).toBeTruthy();
    expect(document.title).toBe('42% · Acessórias');
    const row = fake.tables.integration_jobs?.[0] ?? {};
    act(() => fake.change('integration_jobs', row, { status: 'success', progress: 100, finished_at: ago(0) }));
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Execução atual' })).toBeNull());
    expect(document.title).toBe('Acessórias · Integrações');
  });

  it('keeps the open tab in the address', async () => {
    const { place } = await renderApp(worldWith(jobRow()), DETAIL);
    await userEvent.click(await screen.findByRole('tab', { name: 'Execuções' }));
    expect(await screen.findByRole('table', { name: /^Execuções da Acessórias/ })).toBeTruthy();
    expect(place.path).toBe('/integracoes/acessorias?tenant=aurora&aba=execucoes');
    screen.getByRole('tab', { name: 'Execuções' }).focus();
    await userEvent.keyboard('{ArrowLeft}');
    await waitFor(() => expect(place.path).toBe('/integracoes/acessorias?tenant=aurora'));
  });

  it('starts a run with Executar agora and then offers to cancel it', async () => {
    const fake = createWorld();
    await renderApp(fake, DETAIL);
    await userEvent.click(await screen.findByRole('button', { name: 'Executar agora' }));
    expect(await screen.findByRole('button', { name: 'Cancelar execução' })).toBeTruthy();
    expect(fake.tables.integration_jobs).toHaveLength(1);
  });

  it('says so when the tenant has no such integration', async () => {
    await renderApp(createWorld(), '/integracoes/outra?tenant=aurora');
    expect(await screen.findByRole('heading', { level: 1, name: 'Integração não encontrada' })).toBeTruthy();
  });

  it('gives an auditor the same page without anything that changes something', async () => {
    await renderApp(worldWith(runningRow()), `${DETAIL}&aba=configuracao`, 'auditor');
    expect(await screen.findByText('Somente administradores do grupo alteram a configuração.')).toBeTruthy();
    const main = within(screen.getByRole('main'));
    expect(main.queryAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Exportar CSV']);
    expect(main.queryAllByRole('switch')).toEqual([]);
    expect(main.queryAllByRole('textbox')).toEqual([]);
    expect(main.getByText('https://api.acessorias.com')).toBeTruthy();
  });
});

describe('Visão Geral', () => {
  const days = [
    { day: '2026-11-22', success: 3, error: 1, canceled: 0 },
    { day: '2026-11-23', success: 2, error: 0, canceled: 1 },
  ];

  it('shows metrics, the chart in words, and the last attempts', async () => {
    const fake = createWorld();
    fake.overview = { success_rate: 0.8333, mean_time_ms: 8400, last_success_at: ago(7300), runs_30d: 7, days };
    fake.tables.integration_logs?.push(logRow());
    await renderApp(fake, DETAIL);
    expect(await screen.findByText('83,3%')).toBeTruthy();
    expect(screen.getByText('8,4 s', { selector: 'dd' })).toBeTruthy();
    expect(screen.getByText('há 2 horas')).toBeTruthy();
    expect(
      screen.getByRole('figure', { name: '5 concluídas, 1 falha e 1 cancelada nos últimos 30 dias' }),
    ).toBeTruthy();
    const log = within((await screen.findByRole('link', { name: 'Ver execução' })).closest('li') ?? document.body);
    expect(log.getByText('498 registros')).toBeTruthy();
    expect(log.getByRole('link', { name: 'Ver execução' }).getAttribute('href')).toContain('execucao=job-1');
  });

  it('has a field for each day, which leads to its executions, and names in bold the days with a failure', async () => {
    const fake = createWorld();
    const quiet = { day: '2026-11-21', success: 0, error: 0, canceled: 0 };
    fake.overview = { success_rate: 0.8, mean_time_ms: 1, last_success_at: null, runs_30d: 7, days: [quiet, ...days] };
    await renderApp(fake, DETAIL);
    const chart = within(await screen.findByRole('figure'));
    expect(chart.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(['21/11', '22', '23']);
    const links = chart.getAllByRole('link');
    expect(links.map((link) => new URLSearchParams(link.getAttribute('href') ?? '').get('de'))).toEqual([
      '2026-11-22',
      '2026-11-23',
    ]);
    expect(chart.getByText('22').className).toContain('font-bold');
    expect(chart.getByText('23').className).not.toContain('font-bold');
  });

  it('shows a dash and words instead of a division by zero', async () => {
    await renderApp(createWorld(), DETAIL);
    expect(await screen.findByText('Nenhuma execução terminou nos últimos 30 dias.')).toBeTruthy();
    expect(screen.getByText('nunca')).toBeTruthy();
    expect(screen.getAllByText('–')).toHaveLength(2);
  });

  it('keeps the attempts when only the metrics fail', async () => {
    const fake = createWorld();
    fake.tables.integration_logs?.push(logRow());
    fake.overrides.push((_request, url) =>
      url.pathname.endsWith('/rpc/integration_overview') ? json({ message: 'broken' }, 500) : undefined,
    );
    await renderApp(fake, DETAIL);
    expect(await screen.findByText('Não foi possível carregar o resumo')).toBeTruthy();
    expect(await screen.findByRole('link', { name: 'Ver execução' })).toBeTruthy();
  });
});
