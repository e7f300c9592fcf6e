import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderApp } from '../support/render-app.tsx';
import { createWorld, jobRow } from '../support/world.ts';

const LIST = '/integracoes?tenant=aurora';
const PANEL = '/integracoes/acessorias?tenant=aurora&aba=execucoes&execucao=job-1';
const WARNING = { code: 'mass_removal', missing: 120, stored: 500, limit: 0.2 };

function worldWith({ isPending = true } = {}) {
  const fake = createWorld();
  fake.tables.integration_jobs?.push(jobRow({ result: { processed: 380, removed: 0, warnings: [WARNING] } }));
  if (isPending) fake.pendingRemovals.set('job-1', 120);
  return fake;
}

const panel = async () => within(await screen.findByRole('dialog', { name: /^Execução de/ }));

describe('so many missing records that a person must decide', () => {
  it('are told with their numbers, and an admin confirms after the consequence was stated', async () => {
    await renderApp(worldWith(), PANEL);
    expect(await (await panel()).findByText('120 de 500 registros não vieram nesta leitura')).toBeTruthy();
    expect((await panel()).getByText(/^São mais de 20% de uma vez, por isso nada foi marcado/)).toBeTruthy();
    await userEvent.click(await (await panel()).findByRole('button', { name: 'Marcar como removidos…' }));
    const question = within(await screen.findByRole('alertdialog', { name: 'Marcar 120 registros como removidos' }));
    expect(question.getByText(/Nada é apagado/)).toBeTruthy();
    await userEvent.click(question.getByRole('button', { name: 'Marcar como removidos' }));
    expect(await (await panel()).findByText('Marcados como removidos: 120.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Marcar como removidos…' })).toBeNull();
  });

  it('stay as they are when the admin changes their mind', async () => {
    const fake = worldWith();
    await renderApp(fake, PANEL);
    const button = await (await panel()).findByRole('button', { name: 'Marcar como removidos…' });
    await userEvent.click(button);
    await userEvent.click(await screen.findByRole('button', { name: 'Deixar como estão' }));
    await waitFor(() => expect(document.activeElement).toBe(button));
    expect(fake.pendingRemovals.size).toBe(1);
  });

  it('are for an auditor to see, not to decide', async () => {
    await renderApp(worldWith(), PANEL, 'auditor');
    expect(await (await panel()).findByText(/^Um administrador do grupo pode conferir/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Marcar como removidos…' })).toBeNull();
  });

  it('say so when somebody else, or a newer read, was faster', async () => {
    const fake = worldWith();
    await renderApp(fake, PANEL);
    await userEvent.click(await (await panel()).findByRole('button', { name: 'Marcar como removidos…' }));
    fake.pendingRemovals.clear();
    await userEvent.click(await screen.findByRole('button', { name: 'Marcar como removidos' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Não há mais nada a confirmar');
    expect(await (await panel()).findByText(/^Já foi confirmado/)).toBeTruthy();
  });

  it('are named on the card as long as they wait', async () => {
    const { unmount } = await renderApp(worldWith(), LIST);
    const link = await screen.findByRole('link', { name: '120 registros não vieram: conferir' });
    expect(link.getAttribute('href')).toContain('execucao=job-1');
    unmount();
    await renderApp(worldWith({ isPending: false }), LIST);
    expect(await screen.findByText(/^498 registros em/)).toBeTruthy();
    expect(screen.queryByRole('link', { name: /não vieram/ })).toBeNull();
  });
});
