import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
// Loaded lazily by the app; read here once, so that no test pays for it.
import '../../../src/components/layout/MaintenanceBanner.tsx';
import { askServer } from '../../../src/lib/app/server-time.ts';
import { renderApp } from '../support/render-app.tsx';
import { ago, createWorld } from '../support/world.ts';

const LIST = '/integracoes?tenant=aurora';

it('while the queue is paused everybody reads since when, and that they may still start runs', async () => {
  const fake = createWorld();
  fake.queueStatus = { paused_at: ago(300), providers: [] };
  await renderApp(fake, LIST, 'auditor');
  const banner = await screen.findByRole('region', { name: 'Manutenção' });
  expect(banner.textContent).toMatch(/Em manutenção desde .*\d\d:\d\d: nenhuma execução começa por enquanto\./);
  expect(banner.textContent).toContain('Você pode executar e agendar normalmente');

  fake.queueStatus = {};
  await askServer();
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Manutenção' })).toBeNull());
});

it('a paused provider is named, and a list of cards asks for all of that once', async () => {
  const fake = createWorld();
  fake.queueStatus = { paused_at: null, providers: [{ name: 'OneCode', paused_at: ago(300) }] };
  await renderApp(fake, LIST);
  const banner = await screen.findByRole('region', { name: 'Manutenção' });
  expect(banner.textContent).toMatch(/OneCode está em manutenção desde/);
  // The shell asks, twice in StrictMode; no card does.
  expect(fake.requests.filter((request) => request.includes('integration_queue_status'))).toHaveLength(2);
});

it('only an operator finds Operação in the menu of the account', async () => {
  const fake = createWorld();
  await renderApp(fake, LIST);
  await userEvent.click(await screen.findByRole('button', { name: /Sua conta/ }));
  expect(screen.queryByRole('link', { name: 'Operação' })).toBeNull();
  fake.queueStatus = { is_operator: true };
  await askServer();
  expect((await screen.findByRole('link', { name: 'Operação' })).getAttribute('href')).toBe('/operacao');
});
