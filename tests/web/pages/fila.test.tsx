import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import '../../../src/components/jobs/QueueNote.tsx';
import { json } from '../support/fake-supabase.ts';
import { renderApp } from '../support/render-app.tsx';
import { ago, createWorld, failedRow, jobRow, logRow, runningRow } from '../support/world.ts';

const LIST = '/integracoes?tenant=aurora';
const DETAIL = '/integracoes/acessorias?tenant=aurora';

/** A run that has waited for so many seconds. */
function waitingRow(seconds: number, changes: Record<string, unknown> = {}) {
  return runningRow({
    status: 'pending',
    attempts: 0,
    progress: 0,
    processed_count: 0,
    total_count: null,
    started_at: null,
    step: null,
    created_at: ago(seconds),
    run_after: ago(seconds + 300),
    ...changes,
  });
}

function worldWith(row: Record<string, unknown>) {
  const fake = createWorld();
  fake.tables.integration_jobs?.push(row);
  return fake;
}
const card = async () => within(await screen.findByRole('article', { name: 'Acessórias' }));
const PATIENT = { timeout: 6000 };

describe('a run that waits', () => {
  it('says which number it is, why it waits and about when it begins', async () => {
    const fake = worldWith(waitingRow(400));
    fake.queuePlaces.set('job-1', { position: 12, reason: 'provider', seconds: 200 });
    await renderApp(fake, LIST);
    expect(await (await card()).findByText('12ª da fila, começa em cerca de 4 min.', {}, PATIENT)).toBeTruthy();
    expect((await card()).getByText(/Este provedor já tem o máximo/)).toBeTruthy();
    expect((await card()).queryByText(/demorando mais/)).toBeNull();
  });

  it('begins in a moment when nothing is in its way', async () => {
    const fake = worldWith(waitingRow(20));
    fake.queuePlaces.set('job-1', { position: 1, reason: null, seconds: 0 });
    await renderApp(fake, LIST);
    expect(await (await card()).findByText('É a próxima da fila, começa em instantes.', {}, PATIENT)).toBeTruthy();
  });

  it('says after two minutes without a reason that the queue is slow, also where the place cannot be read', async () => {
    const fake = worldWith(waitingRow(130));
    fake.queuePlaces.set('job-1', { position: 1, reason: null, seconds: 0 });
    const { unmount } = await renderApp(fake, LIST);
    expect(await (await card()).findByText('A fila está demorando mais que o normal.', {}, PATIENT)).toBeTruthy();
    unmount();
    fake.overrides.unshift((_, url) =>
      url.pathname.endsWith('integration_queue_place') ? json({ message: 'no' }, 500) : undefined,
    );
    await renderApp(fake, LIST);
    expect(await (await card()).findByText('A fila está demorando mais que o normal.', {}, PATIENT)).toBeTruthy();
  });

  it('is not asked about while it runs, nor while it waits for its time', async () => {
    const limited = waitingRow(10, { error_code: 'rate_limited', error_message: 'Limite', run_after: ago(-90) });
    const fake = worldWith(limited);
    await renderApp(fake, LIST);
    await (await card()).findByText(/Nova tentativa em/);
    await screen.findByText('Ao vivo');
    expect(fake.requests.filter((request) => request.includes('queue_place'))).toEqual([]);
  });

  it('is "Na fila" in the title and the badge of its page, and "Processando..." on the card, as specified', async () => {
    const fake = worldWith(waitingRow(1));
    const { unmount } = await renderApp(fake, DETAIL);
    await waitFor(() => expect(document.title).toBe('Na fila · Acessórias'));
    expect(screen.queryByText('Processando...')).toBeNull();
    unmount();
    await renderApp(fake, LIST);
    expect(await (await card()).findByText('Processando...')).toBeTruthy();
  });

  it('is no percentage in the title while it waits for a limit', async () => {
    const limited = runningRow({
      status: 'pending',
      error_code: 'rate_limited',
      error_message: 'Limite',
      run_after: ago(-90),
    });
    await renderApp(worldWith(limited), DETAIL);
    await waitFor(() => expect(document.title).toBe('Aguardando · Acessórias'));
  });
});

describe('a run that stopped', () => {
  it('says on the card how much of it is there', async () => {
    const canceled = jobRow({ status: 'canceled', processed_count: 84, total_count: 200, progress: 42 });
    const { unmount } = await renderApp(worldWith(canceled), LIST);
    const kept = 'Lido e guardado antes de parar: 84 de 200 registros.';
    expect(await (await card()).findByText(kept)).toBeTruthy();
    unmount();
    await renderApp(worldWith(failedRow({ processed_count: 84 })), LIST);
    expect(await (await card()).findByText(kept)).toBeTruthy();
  });

  it('says in its panel what it had created and updated', async () => {
    const fake = worldWith(failedRow());
    fake.tables.integration_logs?.push(
      logRow({
        status: 'error',
        error_code: 'provider_error',
        error_message: 'x',
        processed: 80,
        created: 3,
        updated: 2,
        unchanged: 75,
      }),
    );
    await renderApp(fake, `${DETAIL}&aba=execucoes&execucao=job-1`);
    const written = within(await screen.findByRole('region', { name: 'Guardado antes de parar' }));
    expect(written.getByText('Criados').parentElement?.textContent).toBe('Criados3');
    expect(written.getByRole('link', { name: 'Atualizados: 2, ver registros' })).toBeTruthy();
  });
});
