import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { json } from '../support/fake-supabase.ts';
import { renderApp } from '../support/render-app.tsx';
import { ago, BOREAL, createWorld, failedRow, jobRow, logRow, runningRow } from '../support/world.ts';

const TAB = '/integracoes/acessorias?tenant=aurora&aba=execucoes';

function worldWith(...jobs: Array<Record<string, unknown>>) {
  const fake = createWorld();
  fake.tables.integration_jobs?.push(...jobs);
  return fake;
}

async function rows() {
  const table = await screen.findByRole('table', { name: /^Execuções da Acessórias/ });
  return within(table).getAllByRole('row').slice(1);
}

describe('table of executions', () => {
  it('has the columns of the specification', async () => {
    await renderApp(worldWith(jobRow()), TAB);
    await rows();
    expect(screen.getAllByRole('columnheader').map((header) => header.textContent)).toEqual([
      'Data',
      'Status',
      'Progresso',
      'Tempo de execução',
      'Tentativas',
      'Ação',
    ]);
  });

  it('shows each execution with status, bar, time and attempts, the newest first', async () => {
    const older = failedRow({ id: 'job-2', created_at: ago(900), attempts: 3 });
    await renderApp(worldWith(older, jobRow()), TAB);
    const [first, second] = await rows();
    const newest = within(first ?? document.body);
    expect(newest.getByText('Concluído')).toBeTruthy();
    expect(newest.getByText('8,4 s')).toBeTruthy();
    expect(newest.getByText('1 de 3')).toBeTruthy();
    expect(newest.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('100');
    expect(newest.getByRole('link', { name: 'Ver detalhes' })).toBeTruthy();
    const failed = within(second ?? document.body);
    expect(failed.getByText('Falha')).toBeTruthy();
    expect(failed.getByText('3 de 3')).toBeTruthy();
    expect(failed.getByRole('link', { name: 'Ver erro' })).toBeTruthy();
  });

  it('follows a running execution', async () => {
    const row = runningRow();
    const fake = worldWith(row);
    await renderApp(fake, TAB);
    await screen.findByText('Ao vivo');
    act(() => fake.change('integration_jobs', row, { status: 'success', progress: 100, execution_time_ms: 61000 }));
    expect(await screen.findByText('1 min 01 s')).toBeTruthy();
    expect(within((await rows())[0] ?? document.body).getByText('Concluído')).toBeTruthy();
  });

  it('filters by status and period in the address, and offers a way out of an empty result', async () => {
    const old = failedRow({ id: 'job-2', created_at: ago(20 * 86400) });
    const { place } = await renderApp(worldWith(old, jobRow()), `${TAB}&status=error`);
    expect(await rows()).toHaveLength(1);
    await userEvent.selectOptions(screen.getByLabelText('Período'), 'Últimos 7 dias');
    expect(await screen.findByText('Nenhuma execução com estes filtros')).toBeTruthy();
    expect(place.path).toBe(`${TAB}&status=error&periodo=7d`);
    await userEvent.click(screen.getAllByRole('button', { name: 'Limpar filtros' })[0] ?? document.body);
    expect(await rows()).toHaveLength(2);
    expect(place.path).toBe(TAB);
  });

  it('loads further pages by key, without gaps or doubles among equal times', async () => {
    const sameTime = ago(3600);
    const many = Array.from({ length: 25 }, (_, index) =>
      jobRow({ id: `job-${String(index).padStart(2, '0')}`, created_at: sameTime, updated_at: sameTime }),
    );
    await renderApp(worldWith(...many), TAB);
    expect(await rows()).toHaveLength(20);
    await userEvent.click(screen.getByRole('button', { name: 'Carregar mais execuções' }));
    await waitFor(async () => expect(await rows()).toHaveLength(25));
    const links = screen.getAllByRole('link', { name: 'Ver detalhes' }).map((link) => link.getAttribute('href'));
    expect(new Set(links).size).toBe(25);
    expect(screen.queryByRole('button', { name: 'Carregar mais execuções' })).toBeNull();
  });

  it('announces new executions of others instead of pushing the list down', async () => {
    const fake = worldWith(jobRow());
    await renderApp(fake, TAB);
    await rows();
    await screen.findByText('Ao vivo');
    const row = runningRow({ id: 'job-2', created_at: ago(0), updated_at: ago(0) });
    fake.tables.integration_jobs?.push(row);
    act(() => fake.realtime.push('INSERT', row));
    const button = await screen.findByRole('button', { name: 'Mostrar 1 nova execução' });
    expect(await rows()).toHaveLength(1);
    await userEvent.click(button);
    await waitFor(async () => expect(await rows()).toHaveLength(2));
    expect(screen.queryByRole('button', { name: /nova execução/ })).toBeNull();
  });

  it('says what failed and tries again', async () => {
    const fake = worldWith(jobRow());
    fake.overrides.push((_request, url) =>
      url.pathname.endsWith('/search_integration_jobs') ? json({ message: 'broken' }, 500) : undefined,
    );
    await renderApp(fake, TAB);
    expect(await screen.findByText('Não foi possível carregar as execuções')).toBeTruthy();
    fake.overrides.length = 0;
    await userEvent.click(screen.getByRole('button', { name: 'Tentar novamente' }));
    expect(await rows()).toHaveLength(1);
  });
});

describe('side panel of an execution', () => {
  it('tells the story of the attempts, newest first, and returns the focus', async () => {
    const fake = worldWith(failedRow({ attempts: 2 }));
    const error = { status: 'error', error_code: 'provider_timeout', error_message: 'Tempo limite de 30 s.' };
    fake.tables.integration_logs?.push(
      logRow({ ...error, id: 'log-1' }),
      logRow({ ...error, id: 'log-2', attempt: 2 }),
    );
    const { place } = await renderApp(fake, TAB);
    const link = within((await rows())[0] ?? document.body).getByRole('link', { name: 'Ver erro' });
    await userEvent.click(link);
    const panel = within(await screen.findByRole('dialog', { name: /^Execução de / }));
    expect(place.path).toBe(`${TAB}&execucao=job-1`);
    await panel.findByText('Tentativa 2: falha');
    const story = within(panel.getByRole('region', { name: 'Tentativas' })).getAllByRole('listitem');
    expect(story.map((item) => item.querySelector('p')?.textContent)).toEqual([
      'Tentativa 2: falha',
      'Tentativa 1: falha',
      'Entrou na fila',
    ]);
    expect(panel.getByText('Você')).toBeTruthy();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(place.path).toBe(TAB);
    await waitFor(() => expect(document.activeElement).toBe(link));
  });

  it('opens from a link although filters hide the row, and copies the technical details', async () => {
    const user = userEvent.setup();
    const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    await renderApp(worldWith(failedRow()), `${TAB}&status=success&execucao=job-1`);
    const panel = within(await screen.findByRole('dialog'));
    expect(await panel.findByText('Credencial recusada pelo provedor')).toBeTruthy();
    await user.click(panel.getAllByText('Detalhes técnicos')[0] ?? document.body);
    await user.click(panel.getAllByRole('button', { name: 'Copiar detalhes' })[0] ?? document.body);
    expect(await panel.findByRole('button', { name: 'Copiado' })).toBeTruthy();
    expect(copied.mock.calls[0]?.[0]).toContain('Código: credentials_rejected');
    expect(copied.mock.calls[0]?.[0]).toContain('Execução: job-1');
  });

  it('selects the technical details when the clipboard is refused', async () => {
    const user = userEvent.setup();
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('denied', 'NotAllowedError'));
    await renderApp(worldWith(failedRow()), `${TAB}&execucao=job-1`);
    const panel = within(await screen.findByRole('dialog'));
    await user.click((await panel.findAllByText('Detalhes técnicos'))[0] ?? document.body);
    await user.click(panel.getAllByRole('button', { name: 'Copiar detalhes' })[0] ?? document.body);
    await waitFor(() => expect(window.getSelection()?.toString()).toContain('credentials_rejected'));
  });

  it('shows what a run did with the records, and never a key that nobody named', async () => {
    const result = {
      processed: 511,
      created: 31,
      internal_cursor: 'x',
    };
    await renderApp(worldWith(jobRow({ result })), `${TAB}&execucao=job-1`);
    const panel = within(await screen.findByRole('dialog'));
    expect(await panel.findByRole('link', { name: 'Criados: 31, ver registros' })).toBeTruthy();
    expect(panel.queryByText(/internal_cursor/)).toBeNull();
  });

  it('names who started and who cancelled it, as far as they are still members', async () => {
    const canceled = { status: 'canceled', created_by: 'user-group', canceled_by: 'user-gone' };
    await renderApp(worldWith(jobRow(canceled)), `${TAB}&execucao=job-1`);
    const panel = within(await screen.findByRole('dialog'));
    expect(await panel.findByText('admin@grupo.test')).toBeTruthy();
    expect(panel.getByText('Pessoa removida')).toBeTruthy();
  });

  it('stays readable without the names', async () => {
    const fake = worldWith(jobRow({ created_by: 'user-group' }));
    fake.overrides.push((_request, url) =>
      url.pathname.endsWith('/tenant_people') ? json({ message: 'broken' }, 500) : undefined,
    );
    await renderApp(fake, `${TAB}&execucao=job-1`);
    const panel = within(await screen.findByRole('dialog'));
    expect(await panel.findByText('Outra pessoa do grupo')).toBeTruthy();
    expect(panel.getByText('498 registros')).toBeTruthy();
  });

  it.each([
    ['does not exist', 'job-404'],
    ['belongs to another tenant', 'job-2'],
  ])('says so when the execution %s', async (_case, id) => {
    const foreign = jobRow({ id: 'job-2', tenant_id: BOREAL });
    await renderApp(worldWith(jobRow(), foreign), `${TAB}&execucao=${id}`);
    expect(await screen.findByRole('dialog', { name: 'Execução não encontrada' })).toBeTruthy();
  });
});
