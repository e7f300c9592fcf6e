import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { type FakeSupabase, json } from '../support/fake-supabase.ts';
import { renderApp } from '../support/render-app.tsx';
import { ago, createWorld, failedRow, jobRow, runningRow } from '../support/world.ts';

const LIST = '/integracoes?tenant=aurora';
const RUNS = '/integracoes/acessorias?tenant=aurora&aba=execucoes';

/** Lets the fake answer for several runs; returns what was asked for. */
function withRuns(fake: FakeSupabase, outcomes: Record<string, string>): unknown[] {
  const asked: unknown[] = [];
  const answer = async (request: Request) => {
    const body = await request.json();
    asked.push(body);
    return json(
      {
        results: body.provider_slugs.map((slug: string) => ({
          provider_slug: slug,
          outcome: outcomes[slug] ?? 'started',
          job_id: null,
        })),
      },
      202,
    );
  };
  fake.overrides.unshift((request, url) => (url.pathname.endsWith('/run-integration') ? answer(request) : undefined));
  return asked;
}
const answers = async () =>
  within(await screen.findByRole('list', { name: 'O que aconteceu com cada uma' }))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);

describe('the list', () => {
  it('runs all by one request and says what happened to each', async () => {
    const fake = createWorld();
    const asked = withRuns(fake, { onecode: 'integration_disabled' });
    await renderApp(fake, LIST);
    await userEvent.click(await screen.findByRole('button', { name: 'Executar todas' }));
    expect(await answers()).toEqual([
      'AcessóriasExecução iniciada',
      'OneCodeNão executada: a integração está desativada',
    ]);
    expect(screen.getByRole('alertdialog', { name: '1 execução iniciada' })).toBeTruthy();
    expect(asked).toHaveLength(1);
    await userEvent.click(screen.getByRole('button', { name: 'Fechar' }));
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Executar todas' }));
  });

  it('says why when the request fails, for each', async () => {
    const fake = createWorld();
    fake.overrides.unshift((_request, url) =>
      url.pathname.endsWith('/run-integration')
        ? json({ error: { code: 'forbidden', message: 'no' } }, 403)
        : undefined,
    );
    await renderApp(fake, LIST);
    await userEvent.click(await screen.findByRole('button', { name: 'Executar todas' }));
    expect(await answers()).toEqual([
      'AcessóriasNão foi possível: Você não tem permissão para isto',
      'OneCodeNão foi possível: Você não tem permissão para isto',
    ]);
  });

  it('runs those again that failed, and no other', async () => {
    const fake = createWorld();
    fake.tables.integration_jobs = [failedRow()];
    const asked = withRuns(fake, {});
    await renderApp(fake, LIST);
    await userEvent.click(await screen.findByRole('button', { name: 'Executar de novo as com falha (1)' }));
    expect(await answers()).toEqual(['AcessóriasExecução iniciada']);
    expect(asked).toMatchObject([{ provider_slugs: ['acessorias'] }]);
  });

  it('asks before it cancels all, and tells what had ended by then', async () => {
    const fake = createWorld();
    const running = runningRow();
    fake.tables.integration_jobs = [running, runningRow({ id: 'job-2', provider_slug: 'onecode' })];
    await renderApp(fake, LIST);
    await userEvent.click(await screen.findByRole('button', { name: 'Cancelar todas (2)' }));
    const dialog = within(await screen.findByRole('alertdialog', { name: 'Cancelar 2 execuções' }));
    Object.assign(running, { status: 'success', finished_at: ago(0), progress: 100 });
    await userEvent.click(dialog.getByRole('button', { name: 'Cancelar execuções' }));
    expect(await answers()).toEqual(['AcessóriasJá tinha terminado', 'OneCodeCancelada']);
  });

  it('offers nothing of it to an auditor', async () => {
    await renderApp(createWorld(), LIST, 'auditor');
    await screen.findAllByRole('article');
    expect(screen.queryByRole('button', { name: 'Executar todas' })).toBeNull();
  });
});

describe('a selection in Execuções', () => {
  const history = () => {
    const fake = createWorld();
    fake.tables.integration_jobs = [
      runningRow({ id: 'job-a', created_at: ago(10) }),
      failedRow({ id: 'job-b', created_at: ago(100) }),
      failedRow({ id: 'job-c', created_at: ago(200) }),
      jobRow({ id: 'job-d', created_at: ago(300) }),
    ];
    return fake;
  };
  const boxes = () => screen.findAllByRole('checkbox', { name: /^Selecionar a execução de/ });
  const region = () => within(screen.getByRole('region', { name: 'Execuções selecionadas' }));

  it('keeps the six columns, and an auditor has none of it', async () => {
    const { unmount } = await renderApp(history(), RUNS);
    expect(await boxes()).toHaveLength(4);
    expect(screen.getAllByRole('columnheader').map(({ textContent }) => textContent)).toEqual([
      'Data',
      'Status',
      'Progresso',
      'Tempo de execução',
      'Tentativas',
      'Ação',
    ]);
    unmount();
    await renderApp(history(), RUNS, 'auditor');
    await screen.findByRole('table');
    expect(screen.queryByRole('checkbox')).toBeNull();
  });

  it('goes from one to another with Shift and click, and runs and cancels what it can', async () => {
    const fake = history();
    const asked = withRuns(fake, {});
    await renderApp(fake, RUNS);
    const user = userEvent.setup();
    const [first, , , last] = await boxes();
    await user.click(first as HTMLElement);
    await user.keyboard('{Shift>}');
    await user.click(last as HTMLElement);
    await user.keyboard('{/Shift}');
    expect(region().getByText('4 selecionadas')).toBeTruthy();
    expect(region().getByRole('button', { name: 'Cancelar (1)' })).toBeTruthy();
    await user.click(region().getByRole('button', { name: 'Executar de novo (2)' }));
    const texts = await answers();
    expect(texts[0]).toContain('Execução iniciada');
    expect(texts[1]).toContain('Incluída na mesma execução');
    expect(asked).toMatchObject([{ provider_slugs: ['acessorias'] }]);
  });

  it('goes by keyboard: space, arrows, Shift and arrows, and all at once', async () => {
    await renderApp(history(), RUNS);
    const user = userEvent.setup();
    const [first, second, third] = await boxes();
    first?.focus();
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement).toBe(second);
    await user.keyboard(' ');
    expect(region().getByText('1 selecionada')).toBeTruthy();
    await user.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    expect(region().getByText('3 selecionadas')).toBeTruthy();
    await user.keyboard('{Shift>}{ArrowUp}{/Shift}');
    expect(document.activeElement).toBe(third);
    await user.click(region().getByRole('button', { name: 'Selecionar todas da lista' }));
    expect(region().getByText('4 selecionadas')).toBeTruthy();
    await user.click(region().getByRole('button', { name: 'Limpar seleção' }));
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Execuções selecionadas' })).toBeNull());
  });
});
