import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { json } from '../support/fake-supabase.ts';
import { renderApp } from '../support/render-app.tsx';
import { ago, createWorld, failedRow, jobRow, runningRow } from '../support/world.ts';

const PANEL = '/integracoes/acessorias?tenant=aurora&aba=execucoes&execucao=job-1';

function worldWith(...jobs: Array<Record<string, unknown>>) {
  const fake = createWorld();
  fake.tables.integration_jobs?.push(...jobs);
  return fake;
}

const panel = async () => within(await screen.findByRole('dialog', { name: /^Execução de / }));

describe('running again from an ended execution', () => {
  it('starts a new run and leads to it', async () => {
    const fake = worldWith(failedRow());
    const { place } = await renderApp(fake, PANEL);
    await userEvent.click((await panel()).getByRole('button', { name: 'Executar novamente' }));
    await waitFor(() => expect(place.path).toContain('execucao=10000000-'));
    expect(fake.tables.integration_jobs).toHaveLength(2);
    const fresh = await panel();
    expect(await fresh.findByText('Na fila', { selector: 'span' })).toBeTruthy();
    expect(fresh.queryByRole('button', { name: 'Executar novamente' })).toBeNull();
    expect(screen.getAllByRole('dialog')).toHaveLength(1);
  });

  it.each([
    ['a run is active', runningRow({ id: 'job-2', created_at: ago(0) }), {}, 'Já existe uma execução em andamento.'],
    ['the integration is off', null, { is_enabled: false }, /^A integração está desativada/],
  ])('is off with the reason while %s', async (_case, active, change, reason) => {
    const fake = worldWith(jobRow(), ...(active === null ? [] : [active]));
    Object.assign(fake.tables.tenant_integrations?.[0] ?? {}, change);
    await renderApp(fake, PANEL);
    const shown = await panel();
    const button = shown.getByRole('button', { name: 'Executar novamente', description: reason });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    await userEvent.click(button);
    expect(fake.requests.filter((request) => request.includes('run-integration'))).toEqual([]);
  });

  it('says why it did not start', async () => {
    const fake = worldWith(jobRow());
    const error = { error: { code: 'too_many_requests', message: 'slow down' } };
    fake.overrides.push((_request, url) => (url.pathname.endsWith('/run-integration') ? json(error, 429) : undefined));
    await renderApp(fake, PANEL);
    await userEvent.click((await panel()).getByRole('button', { name: 'Executar novamente' }));
    expect((await (await panel()).findByRole('alert')).textContent).toContain('Muitos pedidos em pouco tempo');
  });

  it('is not offered to an auditor', async () => {
    await renderApp(worldWith(jobRow()), PANEL, 'auditor');
    const shown = await panel();
    expect(await shown.findByText('admin@aurora.test')).toBeTruthy();
    expect(shown.queryByRole('button', { name: 'Executar novamente' })).toBeNull();
  });

  it('is not offered while the execution is under way', async () => {
    await renderApp(worldWith(runningRow()), PANEL);
    const shown = await panel();
    expect(shown.getByText('Processando...')).toBeTruthy();
    expect(shown.queryByRole('button', { name: 'Executar novamente' })).toBeNull();
  });
});

describe('running again after an error that left a place to go on from', () => {
  const PANEL = '/integracoes/acessorias?tenant=aurora&aba=execucoes&execucao=job-1';

  function failedWorld() {
    const fake = createWorld();
    fake.tables.integration_jobs?.push(failedRow());
    fake.resumePoints.set('job-1', { processed: 340, total: 511 });
    return fake;
  }
  const started = (fake: ReturnType<typeof failedWorld>) =>
    fake.tables.integration_jobs?.find((row) => row.id !== 'job-1') ?? {};

  it('says that it goes on, and from where', async () => {
    const fake = failedWorld();
    await renderApp(fake, PANEL);
    const button = await screen.findByRole('button', { name: 'Continuar de onde parou' });
    expect(screen.getByText('Já foram lidos 340 de 511 registros; a leitura continua dali.')).toBeTruthy();
    await userEvent.click(button);
    await waitFor(() => expect(started(fake)).toMatchObject({ status: 'pending' }));
    expect(started(fake)).not.toHaveProperty('payload');
  });

  it('begins from the start when that is asked for', async () => {
    const fake = failedWorld();
    await renderApp(fake, PANEL);
    await userEvent.click(await screen.findByRole('button', { name: 'Começar do início' }));
    await waitFor(() => expect(started(fake)).toMatchObject({ payload: { from_start: true } }));
  });

  it('promises nothing that the server does not', async () => {
    const fake = failedWorld();
    fake.resumePoints.clear();
    await renderApp(fake, PANEL);
    expect(await screen.findByRole('button', { name: 'Executar novamente' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Começar do início' })).toBeNull();
  });

  it('is told on the card, and by the run that went on', async () => {
    const fake = failedWorld();
    const { unmount } = await renderApp(fake, '/integracoes?tenant=aurora');
    expect(await screen.findByText('A próxima execução continua de onde esta parou.')).toBeTruthy();
    unmount();
    fake.tables.integration_jobs?.push(jobRow({ id: 'job-2', resumed_from: 'job-1', created_at: ago(1) }));
    const { place } = await renderApp(fake, PANEL.replace('job-1', 'job-2'));
    await userEvent.click(await screen.findByRole('link', { name: 'uma execução que falhou' }));
    expect(place.path).toBe(PANEL);
  });
});
