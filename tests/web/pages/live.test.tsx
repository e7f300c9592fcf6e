import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { announcer } from '../../../src/lib/app/announcer.ts';
import { renderApp } from '../support/render-app.tsx';
import { ago, createWorld, runningRow } from '../support/world.ts';

const LIST = '/integracoes?tenant=aurora';

async function liveApp(row = runningRow()) {
  const fake = createWorld();
  fake.tables.integration_jobs?.push(row);
  const app = await renderApp(fake, LIST);
  const card = within(await screen.findByRole('article', { name: 'Acessórias' }));
  await screen.findByText('Ao vivo');
  await card.findByRole('progressbar');
  return { ...app, fake, row, card };
}

describe('live page', () => {
  it('joins with the token of the user and only for the tenants that they may see', async () => {
    const { fake } = await liveApp();
    const join = fake.realtime.joins.at(-1);
    expect(join?.payload.access_token).toMatch(/\.signature$/);
    const changes = join?.payload.config?.postgres_changes ?? [];
    expect(changes.map(({ event, table }) => `${event} ${table}`)).toEqual([
      'INSERT integration_jobs',
      'UPDATE integration_jobs',
    ]);
    expect(changes[0]?.filter).toBe('tenant_id=in.(00000000-0000-4000-8000-00000000000a)');
  });

  it('keeps one subscription for the whole page, also in StrictMode', async () => {
    const { fake } = await liveApp();
    expect(fake.realtime.channels.size).toBe(1);
    expect(fake.realtime.sockets.size).toBe(1);
  });

  it('moves the bar with an event', async () => {
    const { fake, row, card } = await liveApp();
    act(() => fake.change('integration_jobs', row, { progress: 63, processed_count: 126 }));
    expect(await card.findByText('126 de 200 registros')).toBeTruthy();
    expect(card.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('63');
  });

  it('ends the run with an event and announces it', async () => {
    const { fake, row, card } = await liveApp();
    const spoken: string[] = [];
    const stop = announcer.subscribe((text) => spoken.push(text));
    act(() => fake.change('integration_jobs', row, { status: 'success', progress: 100, finished_at: ago(0) }));
    expect(await card.findByText('Concluído')).toBeTruthy();
    await waitFor(() => expect(spoken).toContain('Acessórias: sincronização concluída'));
    expect(screen.getByRole('status').textContent).toBe('Acessórias: sincronização concluída');
    stop();
  });

  it('ignores an event that is older than what it shows', async () => {
    const { fake, row, card } = await liveApp();
    act(() => fake.change('integration_jobs', row, { progress: 63, processed_count: 126 }));
    await card.findByText('126 de 200 registros');
    act(() => {
      fake.realtime.push('UPDATE', { ...row, progress: 50, processed_count: 100, updated_at: ago(30) });
      fake.realtime.push('UPDATE', { ...row, progress: 64, processed_count: 128, updated_at: ago(-1) });
    });
    expect(await card.findByText('128 de 200 registros')).toBeTruthy();
  });

  it('survives an event that is no job', async () => {
    const { fake, row, card } = await liveApp();
    act(() => {
      fake.realtime.push('UPDATE', { id: row.id, status: 'exploded' });
      fake.change('integration_jobs', row, { progress: 63, processed_count: 126 });
    });
    expect(await card.findByText('126 de 200 registros')).toBeTruthy();
  });

  it('reads again when the server says that changes flow, and so finds an end that it had missed', async () => {
    const { fake, row, card } = await liveApp();
    Object.assign(row, { status: 'success', progress: 100, processed_count: 200, finished_at: ago(0) });
    row.updated_at = ago(-1);
    act(() => fake.realtime.system('ok'));
    expect(await card.findByText('Concluído')).toBeTruthy();
  });

  it('forgets a job that is gone from the database', async () => {
    const { fake, card } = await liveApp();
    fake.tables.integration_jobs = [];
    act(() => fake.realtime.system('ok'));
    expect(await card.findAllByText('Sem execuções')).toBeTruthy();
  });

  it('makes a new channel after the server closed the old one, and catches up', async () => {
    const { fake, row, card } = await liveApp();
    const topic = fake.realtime.joins.at(-1)?.topic;
    act(() => fake.realtime.closeChannels());
    Object.assign(row, { processed_count: 150, progress: 75, updated_at: ago(-1) });
    expect(await card.findByText('150 de 200 registros', {}, { timeout: 3000 })).toBeTruthy();
    await waitFor(() => expect(fake.realtime.joins.at(-1)?.topic).not.toBe(topic));
  });

  it('rejoins after a lost connection and catches up', async () => {
    const { fake, row, card } = await liveApp();
    const joins = fake.realtime.joins.length;
    act(() => fake.realtime.dropSockets());
    Object.assign(row, { processed_count: 160, progress: 80, updated_at: ago(-1) });
    expect(await card.findByText('160 de 200 registros', {}, { timeout: 4000 })).toBeTruthy();
    await waitFor(() => expect(fake.realtime.joins.length).toBeGreaterThan(joins), { timeout: 4000 });
  });
});
