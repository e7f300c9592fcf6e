import { describe, expect, test } from 'vitest';
import { LeaseGoneError } from '../../../../supabase/functions/_shared/errors.ts';
import type { Queue, SliceContext } from '../../../../supabase/functions/_shared/queue/queue.ts';
import { runSlice, type SliceDeps } from '../../../../supabase/functions/_shared/sync/run-slice.ts';
import { acessorias } from '../../../../supabase/functions/sync-acessorias/connector.ts';
import { fakeQueue, TENANT } from '../support/fake-queue.ts';
import { jobError, providerSandbox } from '../support/provider.ts';

const sandbox = providerSandbox();
const request = {
  tenant_id: TENANT,
  job_id: TENANT,
  lease_token: TENANT,
  cursor: null as unknown,
  deadline_ms: 60_000,
};

/** A slice of a job whose provider has 50 companies, three pages. */
async function slice(
  overrides: Partial<SliceContext> = {},
  onStore?: (pages: number) => void,
  heartbeat?: Queue['heartbeat'],
) {
  const { access, token } = await sandbox.connect(acessorias, { companies: 50 });
  const { queue, pages } = fakeQueue(
    { provider_slug: 'acessorias', base_url: access.baseUrl, credential: token, ...overrides },
    onStore,
    heartbeat,
  );
  const deps: SliceDeps = {
    queue,
    providerTimeoutMs: 5_000,
    allowLocalProviders: true,
    resolveHost: async () => ['93.184.215.14'],
    now: () => performance.now(),
    signal: new AbortController().signal,
  };
  return { deps, pages, token };
}

describe('a slice', () => {
  test('writes each page with its checkpoint and ends with the last one', async () => {
    const { deps, pages } = await slice();
    const result = await runSlice(acessorias, request, deps);
    expect(result).toMatchObject({ cursor: null, processed: 50, counters: { read: 50, problems: 0 } });
    expect(pages.map((page) => page.rows.length)).toEqual([20, 30, 0, 0]);
    expect(pages.map((page) => page.cursor === null)).toEqual([false, false, false, true]);
    expect(pages.every((page) => page.isFull && page.keys?.length === page.rows.length)).toBe(true);
  });

  test('hands in with each page what reading it took: calls, time and the last answer of the provider', async () => {
    const { deps, pages } = await slice();
    let now = 0;
    await runSlice(acessorias, request, { ...deps, now: () => (now += 5) });
    // Two calls side by side are one page; at the end an empty page is asked for again.
    expect(pages.map(({ calls }) => calls.status)).toEqual([200, 200, 200, 200]);
    expect(pages.map(({ calls }) => calls.calls)).toEqual([1, 2, 1, 4]);
    expect(pages.every(({ calls }) => calls.ms > 0)).toBe(true);
  });

  test('begins no page that would end after the deadline, and hands over where to go on', async () => {
    const { deps, pages } = await slice();
    let now = 0;
    // Every look at the clock is ten seconds later: the second page would end too late.
    const slow = { ...deps, now: () => (now += 10_000) };
    const result = await runSlice(acessorias, { ...request, deadline_ms: 25_000 }, slow);
    expect(pages).toHaveLength(1);
    expect(result).toMatchObject({ cursor: { page: 2 }, processed: 20, stopped_by: 'time' });

    const rest = await runSlice(acessorias, { ...request, cursor: result.cursor }, deps);
    expect(rest).toMatchObject({ cursor: null, processed: 30 });
  });

  test('ends after sixty rounds, so that no request uses up its processor time, and the next one goes on', async () => {
    const { deps, pages, token } = await slice();
    await sandbox.configure(token, { companies: 2_450 });
    const first = await runSlice(acessorias, request, deps);
    expect(first).toMatchObject({ cursor: { page: 120 }, processed: 2_380, stopped_by: 'work' });
    expect(pages).toHaveLength(60);
    const rest = await runSlice(acessorias, { ...request, cursor: first.cursor }, deps);
    expect(rest).toMatchObject({ cursor: null, processed: 70, stopped_by: 'end' });
  });

  test('begins again when its cursor is of an older version', async () => {
    const { deps } = await slice();
    const result = await runSlice(acessorias, { ...request, cursor: { page: 3, fingerprint: null } }, deps);
    expect(result.processed).toBe(50);
  });

  test('asks whether the job is still its own before each call that comes later than the last word of the queue', async () => {
    const states = ['held', 'held', 'held', 'canceled'] as const;
    let beats = 0;
    const { deps, pages, token } = await slice({}, undefined, async () => states[beats++] ?? 'lost');
    let now = 0;
    // Every look at the clock is a tenth of a second later, as with a provider that wants to be called slowly.
    const paced = { ...deps, now: () => (now += 100) };
    await expect(runSlice(acessorias, request, paced)).rejects.toMatchObject({ state: 'canceled' });
    // The first page is called alone, the next two together, and what follows a page with room left alone again.
    expect(beats).toBe(4);
    expect(await sandbox.requests(token)).toHaveLength(3);
    expect(pages).toHaveLength(2);
  });

  test('asks nobody when a call follows a checkpoint at once', async () => {
    let beats = 0;
    const { deps } = await slice({}, undefined, async () => {
      beats += 1;
      return 'held';
    });
    await runSlice(acessorias, request, { ...deps, now: () => 0 });
    expect(beats).toBe(0);
  });

  test('stops when the lease is gone in the middle', async () => {
    const { deps, pages, token } = await slice({}, (written) => {
      if (written === 1) throw new LeaseGoneError('canceled');
    });
    await expect(runSlice(acessorias, request, deps)).rejects.toMatchObject({ state: 'canceled' });
    expect(pages).toHaveLength(1);
    expect(await sandbox.requests(token)).toHaveLength(3);
  });
});

describe('before the first call', () => {
  test.for([
    ['no credential', { credential: null }, 'credentials_missing'],
    ['an empty credential', { credential: '' }, 'credentials_missing'],
    ['a credential that no header can carry', { credential: 'chave-ção' }, 'credentials_rejected'],
    ['no base URL', { base_url: null }, 'base_url_refused'],
    ['a base URL that leads inward', { base_url: 'https://10.0.0.1' }, 'base_url_refused'],
    ["another provider's job", { provider_slug: 'onecode' }, 'internal_error'],
    ["another tenant's job", { tenant_id: '00000000-0000-4000-8000-00000000000b' }, 'internal_error'],
  ] as const)('%s ends the job', async ([, overrides, code]) => {
    const { deps, pages, token } = await slice(overrides);
    expect(await jobError(runSlice(acessorias, request, deps))).toMatchObject({ kind: 'permanent', code });
    expect(pages).toEqual([]);
    expect(await sandbox.requests(token)).toEqual([]);
  });

  test('a public name that resolves inward ends the job', async () => {
    const { deps } = await slice({ base_url: 'https://api.example.com' });
    const inward = { ...deps, resolveHost: async () => ['169.254.169.254'] };
    expect(await jobError(runSlice(acessorias, request, inward))).toMatchObject({ code: 'base_url_refused' });
  });
});
