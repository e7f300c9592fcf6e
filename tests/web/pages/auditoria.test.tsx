import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { renderApp } from '../support/render-app.tsx';
import { capturedFiles, type SavedFile } from '../support/saved-files.ts';
import { AURORA, ago, BOREAL, createWorld, failedRow, jobRow } from '../support/world.ts';

const TAB = '/integracoes/acessorias?tenant=aurora&aba=execucoes';
const ALL = '/execucoes?tenant=aurora';

let saved: SavedFile[];

beforeEach(() => {
  saved = capturedFiles();
});

function worldWith(...jobs: Array<Record<string, unknown>>) {
  const fake = createWorld();
  fake.tables.integration_jobs?.push(...jobs);
  return fake;
}

async function rows(name: RegExp = /^Execuções/) {
  const table = await screen.findByRole('table', { name });
  return within(table).getAllByRole('row').slice(1);
}

const texts = async () => (await rows()).map((row) => row.textContent);

describe('executions for auditors', () => {
  it('says who started each run, and finds those of one person and those of the schedule', async () => {
    const fake = worldWith(
      jobRow({ id: 'job-a', created_by: 'user-group' }),
      jobRow({ id: 'job-b', created_by: null, created_at: ago(900) }),
    );
    const { place } = await renderApp(fake, TAB, 'auditor');
    await waitFor(async () => expect((await texts())[0]).toContain('por admin@grupo.test'));
    expect((await texts())[1]).toContain('Agendamento automático');
    await userEvent.selectOptions(screen.getByLabelText('Iniciada por'), 'Agendamento automático');
    await waitFor(async () => expect(await rows()).toHaveLength(1));
    expect(place.path).toBe(`${TAB}&por=agendamento`);
    await userEvent.selectOptions(screen.getByLabelText('Iniciada por'), 'admin@grupo.test');
    await waitFor(async () => expect((await texts())[0]).toContain('por admin@grupo.test'));
    expect(place.path).toBe(`${TAB}&por=user-group`);
  });

  it('finds failures by their error, runs by free days, and one run by the beginning of its id', async () => {
    const fake = worldWith(
      failedRow({ id: 'a1b2c3d4', created_at: ago(20 * 86_400) }),
      failedRow({ id: 'b1b2c3d4', error_code: 'provider_timeout', created_at: ago(10 * 86_400) }),
      jobRow({ id: 'c1b2c3d4' }),
    );
    const { place } = await renderApp(fake, TAB);
    expect(await rows()).toHaveLength(3);
    await userEvent.selectOptions(screen.getByLabelText('Erro'), 'O provedor demorou a responder');
    await waitFor(async () => expect(await rows()).toHaveLength(1));
    await userEvent.click(screen.getByRole('button', { name: 'Limpar filtros' }));
    await userEvent.selectOptions(screen.getByLabelText('Período'), 'Escolher datas');
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Sao_Paulo' }).format(
      Date.now() - 20 * 86_400_000,
    );
    await userEvent.type(screen.getByLabelText('De'), day);
    await userEvent.type(screen.getByLabelText('Até'), day);
    await waitFor(async () => expect(await rows()).toHaveLength(1));
    expect(place.path).toBe(`${TAB}&periodo=datas&de=${day}&ate=${day}`);
    await userEvent.click(screen.getByRole('button', { name: 'Limpar filtros' }));
    await userEvent.type(screen.getByLabelText('Identificação'), 'b1b2');
    await waitFor(async () => expect(await rows()).toHaveLength(1));
    expect(place.path).toBe(`${TAB}&id=b1b2`);
    await userEvent.click(screen.getByRole('button', { name: 'Limpar filtros' }));
    await waitFor(async () => expect(await rows()).toHaveLength(3));
    expect(screen.getByLabelText<HTMLInputElement>('Identificação').value).toBe('');
    expect(place.path).toBe(TAB);
  });

  it('says how many of how many are on the page, and how long they are kept', async () => {
    const many = Array.from({ length: 23 }, (_, n) => jobRow({ id: `job-${n + 10}`, created_at: ago(60 * n) }));
    await renderApp(worldWith(...many), TAB);
    expect(await screen.findByText('20 de 23 execuções')).toBeTruthy();
    expect(
      await screen.findByText(
        'Guardamos as execuções por 400 dias, as tentativas por 5 anos, o que mudou por 90 dias e o registro de cada uma por 30 dias.',
      ),
    ).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Carregar mais execuções' }));
    expect(await screen.findByText('23 de 23 execuções')).toBeTruthy();
  });

  it('folds failures that say the same into one, and shows them when asked', async () => {
    const failures = Array.from({ length: 5 }, (_, n) => failedRow({ id: `job-${n}`, created_at: ago(60 * n) }));
    await renderApp(worldWith(...failures, jobRow({ id: 'job-9', created_at: ago(9000) })), TAB);
    const button = await screen.findByRole('button', { name: /^Mais 4 falhas iguais desde .*: Credencial recusada/ });
    const shown = async () => (await rows()).filter((row) => !row.classList.contains('hidden')).length;
    expect(button.getAttribute('aria-expanded')).toBe('false');
    expect(await shown()).toBe(3);
    await userEvent.click(button);
    expect(button.getAttribute('aria-expanded')).toBe('true');
    expect(await shown()).toBe(7);
  });

  it('unfolds the failure that an address leads to, so that its row takes the focus when it is closed', async () => {
    const failures = Array.from({ length: 5 }, (_, n) => failedRow({ id: `job-${n}`, created_at: ago(60 * n) }));
    await renderApp(worldWith(...failures), `${TAB}&execucao=job-3`);
    await screen.findByRole('dialog');
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(document.activeElement?.getAttribute('data-execucao')).toBe('job-3'));
    expect(document.activeElement?.closest('tr')?.classList.contains('hidden')).toBe(false);
  });

  it('goes from one run to the next in the panel, and copies its id', async () => {
    const user = userEvent.setup();
    const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    const jobs = ['job-a', 'job-b', 'job-c'].map((id, n) => jobRow({ id, created_at: ago(60 * n) }));
    const { place } = await renderApp(worldWith(...jobs), `${TAB}&execucao=job-b`);
    const panel = within(await screen.findByRole('dialog'));
    await user.click(await panel.findByRole('button', { name: 'Copiar a identificação' }));
    expect(copied).toHaveBeenCalledWith('job-b');
    await user.click(panel.getByRole('button', { name: 'Execução mais antiga' }));
    expect(place.path).toBe(`${TAB}&execucao=job-c`);
    expect(panel.getByRole('button', { name: 'Execução mais antiga' }).getAttribute('aria-disabled')).toBe('true');
    await user.click(panel.getByRole('button', { name: 'Execução mais nova' }));
    await user.click(panel.getByRole('button', { name: 'Execução mais nova' }));
    expect(place.path).toBe(`${TAB}&execucao=job-a`);
  });
});

describe('executions of all groups', () => {
  const jobs = () => [
    jobRow({ id: 'job-a' }),
    jobRow({ id: 'job-b', provider_slug: 'onecode', created_at: ago(300), created_by: null }),
    failedRow({ id: 'job-c', tenant_id: BOREAL, created_at: ago(900) }),
  ];

  it('stand in one list with integration, group and who started them, and are filtered by either', async () => {
    const { place } = await renderApp(worldWith(...jobs()), ALL, 'group');
    expect(await screen.findByRole('link', { name: 'Execuções' })).toBeTruthy();
    await waitFor(async () => expect(await rows()).toHaveLength(3));
    expect(screen.getAllByRole('columnheader').map(({ textContent }) => textContent)).toEqual([
      'Data',
      'Integração',
      'Status',
      'Progresso',
      'Tempo de execução',
      'Tentativas',
      'Iniciada por',
      'Ação',
    ]);
    expect((await texts())[2]).toContain('Boreal Contábil');
    await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'Grupos' }), 'Boreal Contábil');
    await waitFor(async () => expect(await rows()).toHaveLength(1));
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Grupos' }), 'Todos os grupos');
    await userEvent.selectOptions(screen.getByLabelText('Integração'), 'OneCode');
    await waitFor(async () => expect(await rows()).toHaveLength(1));
    expect(place.path).toBe(`${ALL}&integracao=onecode`);
  });

  it('open in the panel of their own group, with what may be done there', async () => {
    await renderApp(worldWith(...jobs()), `${ALL}&execucao=job-c`, 'group');
    expect(await screen.findByText('Credencial recusada pelo provedor')).toBeTruthy();
    const panel = within(screen.getByRole('dialog'));
    expect(panel.getByText('Boreal Contábil')).toBeTruthy();
    expect(await panel.findByRole('button', { name: 'Executar novamente' })).toBeTruthy();
  });

  it('say so when the execution does not exist', async () => {
    await renderApp(worldWith(), `${ALL}&execucao=job-404`, 'group');
    expect(await screen.findByRole('dialog', { name: 'Execução não encontrada' })).toBeTruthy();
  });

  it('are exported with their group, integration and filter', async () => {
    await renderApp(worldWith(...jobs()), `${ALL}&status=error`, 'group');
    await userEvent.click(await screen.findByRole('button', { name: 'Exportar CSV' }));
    await screen.findByText(/^1 execução no arquivo todas-execucoes-falha-.*\.csv\.$/);
    const text = (await saved[0]?.text) ?? '';
    expect(text).toContain('job-c;Boreal Contábil;Acessórias;Falha;');
    expect(text).toContain('Grupos: Todos os grupos · Status: Falha');
  });
});

describe('history of changes', () => {
  it('is exported with who did what, one line for each value', async () => {
    const fake = createWorld();
    fake.tables.integration_events = [
      {
        id: 1,
        tenant_id: AURORA,
        provider_slug: 'acessorias',
        action: 'configured',
        actor_id: 'user-group',
        details: { base_url: { from: null, to: 'https://api.exemplo.test' } },
        created_at: '2026-11-23T03:00:00+00:00',
      },
    ];
    await renderApp(fake, '/integracoes/acessorias?tenant=aurora&aba=configuracao', 'auditor');
    await userEvent.click(await screen.findByRole('button', { name: 'Exportar CSV' }));
    await screen.findByText(/^1 alteração no arquivo aurora-acessorias-alteracoes-.*\.csv\.$/);
    expect(await saved[0]?.text).toContain(
      'Aurora Contabilidade;Acessórias;23/11/2026 00:00:00;2026-11-23T03:00:00.000Z;admin@grupo.test;alterou o endereço do provedor;Endereço do provedor;endereço padrão;https://api.exemplo.test',
    );
  });
});
