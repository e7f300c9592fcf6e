import { act, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { keys } from '../../../src/lib/data/keys.ts';
import { renderApp } from '../support/render-app.tsx';
import { AURORA, ago, createWorld, jobRow, logRow } from '../support/world.ts';

/** Runs of other people that nobody told this page of. */

const PAST = jobRow({ id: 'job-0', created_at: ago(900), finished_at: ago(890), updated_at: ago(890) });
const of = (requests: readonly string[], text: string) => requests.filter((request) => request.includes(text)).length;

async function detail() {
  const fake = createWorld();
  fake.tables.integration_jobs?.push(PAST);
  const app = await renderApp(fake, '/integracoes/acessorias?tenant=aurora');
  await screen.findByText('Ao vivo');
  await screen.findByText('Linha do tempo');
  await waitFor(() => expect(app.queryClient.isFetching()).toBe(0));
  return { ...app, fake };
}

describe('a run that began and ended while the page heard nothing', () => {
  it('is found by the first read afterwards, which renews log, overview and integrations once', async () => {
    const { fake, queryClient } = await detail();
    fake.tables.integration_jobs?.push(jobRow({ finished_at: ago(1), updated_at: ago(1) }));
    fake.tables.integration_logs?.push(logRow({ created_at: ago(1) }));
    const before = fake.requests.length;
    act(() => fake.realtime.system('ok'));
    expect(await screen.findByText(/1ª tentativa/)).toBeTruthy();
    await waitFor(() => expect(queryClient.isFetching()).toBe(0));
    await act(() => queryClient.invalidateQueries({ queryKey: keys.activeJobs([AURORA]) }));
    await waitFor(() => expect(queryClient.isFetching()).toBe(0));
    const since = fake.requests.slice(before);
    expect(of(since, 'rpc/integration_overview')).toBe(1);
    expect(of(since, '/tenant_integrations')).toBe(1);
  });

  it('is no news when it was there before the page', async () => {
    const { fake, queryClient } = await detail();
    const before = fake.requests.length;
    act(() => fake.realtime.system('ok'));
    await waitFor(() => expect(of(fake.requests.slice(before), '/integration_jobs')).toBe(1));
    await waitFor(() => expect(queryClient.isFetching()).toBe(0));
    expect(of(fake.requests.slice(before), 'rpc/integration_overview')).toBe(0);
  });

  it('is told once, although Realtime and a read both bring it', async () => {
    const { fake, queryClient } = await detail();
    const row = jobRow({
      status: 'running',
      progress: 10,
      finished_at: null,
      execution_time_ms: null,
      updated_at: ago(2),
    });
    fake.tables.integration_jobs?.push(row);
    act(() => fake.realtime.push('INSERT', row));
    await screen.findByRole('progressbar');
    const before = fake.requests.length;
    act(() => fake.change('integration_jobs', row, { status: 'success', progress: 100, finished_at: ago(0) }));
    act(() => fake.realtime.system('ok'));
    await waitFor(() => expect(of(fake.requests.slice(before), 'rpc/integration_overview')).toBe(1));
    await waitFor(() => expect(queryClient.isFetching()).toBe(0));
    expect(of(fake.requests.slice(before), 'rpc/integration_overview')).toBe(1);
  });
});
