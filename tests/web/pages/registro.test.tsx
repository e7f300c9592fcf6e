import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import '../../../src/components/executions/log/RunLog.tsx';
import { json } from '../support/fake-supabase.ts';
import { renderApp } from '../support/render-app.tsx';
import { capturedFiles } from '../support/saved-files.ts';
import { ago, createWorld, jobRow, logRow, runningRow } from '../support/world.ts';

const PANEL = '/integracoes/acessorias?tenant=aurora&aba=execucoes&execucao=job-1';
const RPC = '/rest/v1/rpc/read_integration_run_log';

interface Log {
  claim: { worker: string; claimed_at: string } | null;
  entries: Record<string, unknown>[];
}

/** A row of integration_run_log: the page `number`, `changes` apart. */
function entry(number: number, seconds: number, changes: Record<string, unknown> = {}) {
  return {
    entry: number,
    kind: 'page',
    attempt: 1,
    page: number,
    pages: 1,
    records: 100,
    changed: 0,
    problems: 0,
    calls: 1,
    read_ms: 412,
    http_status: 200,
    worker: null,
    claimed_at: null,
    waits_until: null,
    message: null,
    created_at: ago(seconds),
    ...changes,
  };
}

/** A run that read a page, was limited, went on elsewhere, failed, and ended well. */
const STORY: Log = {
  claim: null,
  entries: [
    entry(1, 50, { changed: 3, problems: 1, calls: 2, message: 'Lendo empresas: página 1 de 5' }),
    entry(2, 45, {
      kind: 'limited',
      page: 1,
      pages: 0,
      records: 0,
      worker: 'worker-a',
      claimed_at: ago(55),
      waits_until: ago(40),
      calls: null,
      read_ms: null,
      http_status: null,
      message: 'Limite do provedor',
    }),
    entry(3, 35, { page: 2 }),
    entry(4, 30, {
      kind: 'retried',
      page: 2,
      pages: 0,
      worker: 'worker-b',
      claimed_at: ago(39),
      waits_until: ago(20),
      calls: null,
      read_ms: null,
      http_status: null,
    }),
    entry(5, 15, { page: 102, pages: 100, records: 10000, read_ms: 41200, calls: 100 }),
  ],
};
const ATTEMPTS = [
  logRow({ id: 'log-2', attempt: 2, created_at: ago(10), worker: 'worker-c', claimed_at: ago(19) }),
  logRow({
    id: 'log-1',
    status: 'error',
    error_code: 'provider_error',
    error_message: 'O provedor respondeu 503',
    created_at: ago(30),
    worker: null,
    claimed_at: null,
  }),
];

function worldWith(log: Log, job = jobRow({ finished_at: ago(10) }), attempts = ATTEMPTS) {
  const fake = createWorld();
  fake.tables.integration_jobs?.push(job);
  fake.tables.integration_logs?.push(...attempts);
  const asked: number[] = [];
  fake.overrides.unshift((request, url) => {
    if (url.pathname !== RPC) return undefined;
    return request.json().then(({ p_from: from }: { p_from: number }) => {
      asked.push(from);
      return json({ claim: log.claim, entries: log.entries.filter((one) => Number(one.entry) >= from).slice(0, 1000) });
    });
  });
  return { fake, asked };
}

const open = async () => {
  const panel = within(await screen.findByRole('dialog', { name: /^Execução de/ }));
  await userEvent.click(panel.getByText('Ver o que aconteceu, passo a passo'));
  return panel;
};
const lines = async () =>
  within(await screen.findByRole('list', { name: /^Registro, / }))
    .getAllByRole('listitem')
    .map((line) => line.querySelector('p')?.textContent?.replaceAll('\u00a0', ' ') ?? '');

describe('the log of a run', () => {
  it('asks for nothing until somebody opens it, and for nothing once it is closed', async () => {
    const { fake, asked } = worldWith({ claim: null, entries: [] }, runningRow(), []);
    await renderApp(fake, PANEL);
    await screen.findByText('Ao vivo');
    const panel = within(await screen.findByRole('dialog'));
    act(() =>
      fake.change('integration_jobs', fake.tables.integration_jobs?.[0] ?? {}, { progress: 63, processed_count: 126 }),
    );
    await panel.findAllByText('126 de 200 registros');
    expect(asked).toEqual([]);
    await open();
    await lines();
    const count = asked.length;
    expect(count).toBeGreaterThan(0);
    await userEvent.click(panel.getByText('Ver o que aconteceu, passo a passo'));
    act(() =>
      fake.change('integration_jobs', fake.tables.integration_jobs?.[0] ?? {}, { progress: 64, processed_count: 128 }),
    );
    await panel.findAllByText('128 de 200 registros');
    expect(asked).toHaveLength(count);
  });

  it('tells what the worker did, newest first, claims and ends from where they are recorded', async () => {
    await renderApp(worldWith(STORY).fake, PANEL, 'auditor');
    await open();
    const told = await lines();
    expect(told[0]).toBe('Concluída');
    expect(told[1]).toBe('Páginas 3 a 102: 10.000 registros · 41 s, HTTP 200, 100 chamadas');
    expect(told[2]).toBe('Retomada por worker-c');
    expect(told[3]).toMatch(/^Nova tentativa marcada para \d\d:\d\d:\d\d$/);
    expect(told[4]).toBe('Tentativa 1: falhaO provedor respondeu 503');
    expect(told.slice(5)).toEqual([
      'Página 2: 100 registros · 412 ms, HTTP 200',
      'Retomada por worker-b',
      expect.stringMatching(/^Limite do provedor: espera até \d\d:\d\d:\d\dLimite do provedor$/),
      'Página 1: 100 registros, 3 criados ou alterados, 1 com problema · 412 ms, HTTP 200, 2 chamadasLendo empresas: página 1 de 5',
      'Assumida por worker-a',
      'Colocada na fila por: admin@aurora.test',
    ]);
  });

  it('names who cancelled it', async () => {
    const canceled = jobRow({ status: 'canceled', canceled_by: 'user-admin', finished_at: ago(10) });
    const attempts = [logRow({ status: 'canceled', created_at: ago(10), worker: 'worker-c', claimed_at: ago(19) })];
    await renderApp(worldWith(STORY, canceled, attempts).fake, PANEL, 'auditor');
    await open();
    expect((await lines())[0]).toBe('Cancelada por: admin@aurora.test');
  });

  it('follows a run: each news asks for what came after, and an entry that grew is replaced', async () => {
    const log: Log = { claim: { worker: 'worker-a', claimed_at: ago(55) }, entries: [entry(1, 50)] };
    const { fake, asked } = worldWith(log, runningRow(), []);
    await renderApp(fake, PANEL);
    await screen.findByText('Ao vivo');
    await open();
    expect(await lines()).toHaveLength(3);
    log.entries = [entry(1, 50, { page: 2, pages: 2, records: 200 }), entry(2, 1, { page: 3 })];
    const before = asked.length;
    act(() => fake.change('integration_jobs', fake.tables.integration_jobs?.[0] ?? {}, { progress: 63 }));
    await waitFor(async () =>
      expect((await lines()).map((line) => line.split(':')[0])).toEqual([
        'Página 3',
        'Páginas 1 a 2',
        'Assumida por worker-a',
        'Colocada na fila por',
      ]),
    );
    expect(asked.slice(before)).toEqual([1]);
  });

  it('is filtered and searched, whatever case and accents', async () => {
    await renderApp(worldWith(STORY).fake, PANEL);
    const panel = await open();
    await lines();
    await userEvent.click(panel.getByRole('button', { name: 'Erros' }));
    expect(await lines()).toHaveLength(2);
    expect(panel.getByText('2 de 11 linhas')).toBeTruthy();
    await userEvent.click(
      within(panel.getByRole('group', { name: 'Filtrar o registro' })).getByRole('button', { name: 'Tudo' }),
    );
    await userEvent.type(panel.getByRole('searchbox', { name: 'Procurar no registro' }), 'PAGINAS');
    expect(await lines()).toEqual([expect.stringContaining('Páginas 3 a 102')]);
    await userEvent.type(panel.getByRole('searchbox', { name: 'Procurar no registro' }), ' nada');
    expect(await panel.findByText('Nenhuma linha com este filtro.')).toBeTruthy();
  });

  it('is copied and taken along as text and for spreadsheets, by the filter, oldest first', async () => {
    const saved = capturedFiles();
    const user = userEvent.setup();
    await renderApp(worldWith(STORY).fake, PANEL);
    const panel = await open();
    await lines();
    await userEvent.click(panel.getByRole('button', { name: 'Esperas' }));
    await userEvent.click(panel.getByRole('button', { name: 'Baixar texto' }));
    await userEvent.click(panel.getByRole('button', { name: 'Baixar CSV' }));
    expect(saved.map(({ name }) => name)).toEqual(['acessorias-registro-job-1.txt', 'acessorias-registro-job-1.csv']);
    const [text, csv] = await Promise.all(saved.map((file) => file.text));
    expect(text?.split('\n')[0]).toBe('Horário (horário de Brasília)');
    expect(text).toMatch(
      /\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d {2}Limite do provedor: espera até .* \(Limite do provedor\)\n/,
    );
    expect(csv?.split('\r\n')).toHaveLength(4);
    expect(csv).toContain(';worker-a\r\n');
    await user.click(panel.getByRole('button', { name: 'Copiar' }));
    expect(await navigator.clipboard.readText()).toBe(text);
  });

  it('draws a hundred lines at first, and says when the pages are no longer kept', async () => {
    const many = Array.from({ length: 150 }, (_, index) => entry(index + 1, 50));
    await renderApp(worldWith({ claim: null, entries: many }).fake, PANEL);
    const panel = await open();
    expect(await lines()).toHaveLength(100);
    await userEvent.click(panel.getByRole('button', { name: 'Mostrar mais linhas' }));
    expect((await lines()).length).toBeGreaterThan(150);
  });

  it('says so when the pages are no longer kept, and when it cannot be read', async () => {
    const { fake } = worldWith({ claim: null, entries: [] });
    const { unmount } = await renderApp(fake, PANEL);
    await open();
    expect(await screen.findByText('As páginas desta execução não estão mais guardadas no registro.')).toBeTruthy();
    unmount();
    fake.overrides.unshift((_, url) => (url.pathname === RPC ? json({ message: 'no' }, 500) : undefined));
    await renderApp(fake, PANEL);
    await open();
    expect(await screen.findByText('Não foi possível carregar o registro')).toBeTruthy();
  });
});
