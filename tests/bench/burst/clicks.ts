import { setTimeout as delay } from 'node:timers/promises';
import type { Provider, World } from './world.ts';

/** From one click to the next, in ms. */
const EVERY_MS = 500;

interface Click {
  jobId: string;
  provider: Provider;
  at: number;
}

/** Clicks "Executar" twice a second, over HTTP as the app does, at integrations that are idle. */
export class Clicks {
  readonly #world: World;
  readonly #providers: readonly Provider[];
  readonly #clicks: Click[] = [];
  readonly #under: Promise<void>[] = [];
  #isOver = false;
  readonly #clicking: Promise<void>;

  constructor(world: World, providers: readonly Provider[]) {
    this.#world = world;
    this.#providers = providers;
    this.#clicking = this.#click();
  }

  /** Clicks no more; the times from each click to the start of its run, in ms, those not started yet until now. */
  async end(): Promise<number[]> {
    this.#isOver = true;
    await this.#clicking;
    await Promise.all(this.#under);
    const rows = await this.#world.stack.sql<{ id: string; started: number | null }[]>`
      select id, extract(epoch from (
        select min(claimed) from (values (started_at)) as first (claimed)
      ))::float * 1000 as started
      from public.integration_jobs where id = any (${this.#clicks.map(({ jobId }) => jobId)}::uuid[])`;
    const started = new Map(rows.map((row) => [row.id, row.started]));
    return this.#clicks.map(({ jobId, at }) => (started.get(jobId) ?? Date.now()) - at);
  }

  async #click(): Promise<void> {
    const { clicker } = this.#world;
    for (let number = 0; !this.#isOver; number += 1) {
      const provider = this.#providers[number % this.#providers.length] as Provider;
      const tenant = clicker.tenants[Math.floor(number / this.#providers.length) % clicker.tenants.length];
      if (tenant) this.#under.push(this.#submit(tenant.id, provider));
      await delay(EVERY_MS);
    }
  }

  async #submit(tenantId: string, provider: Provider): Promise<void> {
    const { stack, clicker } = this.#world;
    const at = Date.now();
    const response = await fetch(`${stack.apiUrl}/functions/v1/run-integration`, {
      method: 'POST',
      headers: {
        apikey: stack.publishableKey,
        Authorization: `Bearer ${clicker.token}`,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ tenant_id: tenantId, provider_slug: provider }),
    });
    const body = (await response.json()) as { job_id?: string };
    // 409: its last run is not over yet, and nobody clicks at a button that is off.
    if (response.status === 409) return;
    if (response.status !== 202 || !body.job_id) throw new Error(`Cannot click: ${response.status}`);
    this.#clicks.push({ jobId: body.job_id, provider, at });
  }
}
