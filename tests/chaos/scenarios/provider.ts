import { expect, test } from 'vitest';
import type { Fault } from '../../../supabase/local/sandbox/types.ts';
import { readJob, readLogs, required } from '../../support/database/fixtures.ts';
import { until } from '../../support/until.ts';
import type { ChaosStack } from '../support/chaos-stack.ts';

/** What providers do on a bad day; the codes are those of the attempts that it costs. */
const BAD_DAYS: [name: string, faults: Fault[], codes: string[]][] = [
  ['hangs before it answers', [{ kind: 'hang', page: 2, times: 1 }], ['provider_timeout']],
  ['hangs in the middle of an answer', [{ kind: 'hang', when: 'body', page: 4, times: 1 }], ['provider_timeout']],
  ['500 twice', [{ kind: 'status', status: 500, page: 3, times: 2 }], ['provider_unavailable', 'provider_unavailable']],
  [
    'connections reset',
    [
      { kind: 'reset', when: 'body', page: 2, times: 1 },
      { kind: 'reset', when: 'body', page: 5, times: 1 },
    ],
    ['provider_unavailable', 'provider_unavailable'],
  ],
  ['a storm of 429 with Retry-After', [{ kind: 'status', status: 429, retryAfter: 1, afterRequests: 2, times: 4 }], []],
  ['a storm of 429 without Retry-After', [{ kind: 'status', status: 429, page: 2, times: 3 }], []],
  ['half an answer', [{ kind: 'truncated_json', page: 3, times: 1 }], ['invalid_response']],
];

export function badProviders(chaos: ChaosStack): void {
  test('providers that hang, fail, reset and refuse cost time and no record', async () => {
    const tenants = await chaos.createTenants(BAD_DAYS.length, { companies: 100 });
    await Promise.all(
      tenants.map((tenant, index) => chaos.configure(tenant, { companies: 100, faults: required(BAD_DAYS[index])[1] })),
    );
    const jobs = await chaos.enqueue(tenants, 5);
    await chaos.settle();
    for (const [index, [name, , codes]] of BAD_DAYS.entries()) {
      const id = required(jobs[index]);
      const errors = (await readLogs(chaos.sql, id)).filter(({ status }) => status === 'error');
      expect(
        errors.map(({ error_code }) => error_code),
        name,
      ).toEqual(codes);
      // What stored a page costs no attempt.
      const spent = errors.filter(({ total_processados }) => total_processados === 0).length;
      expect(await readJob(chaos.sql, id), name).toMatchObject({ status: 'success', attempts: spent + 1 });
    }
  });

  test('a job that waits for the provider is left alone until its time, whatever else runs', async () => {
    const faults: Fault[] = [{ kind: 'status', status: 429, retryAfter: 3_600, page: 2, times: 1 }];
    const [tenant] = await chaos.createTenants(1, { companies: 100, faults });
    const waiting = required(tenant);
    const [id] = await chaos.enqueue([waiting]);
    const job = required(id);
    const parked = await until('the cool-down', async () => {
      const row = await readJob(chaos.sql, job);
      return row.error_code === 'rate_limited' ? row : null;
    });
    expect(parked).toMatchObject({ status: 'pending', attempts: 0 });
    const seconds = (parked.run_after.getTime() - parked.updated_at.getTime()) / 1_000;
    expect(seconds).toBeGreaterThan(3_500);
    const asked = (await chaos.sandbox.read(waiting.sandboxToken)).stats.requests;

    const others = await chaos.enqueue(await chaos.createTenants(3));
    await until('the others', async () => {
      const done = await chaos.sql`
        select 1 from public.integration_jobs where id = any (${others}) and status = 'success'`;
      return done.length === others.length ? true : null;
    });
    expect(await readJob(chaos.sql, job)).toEqual(parked);
    expect((await chaos.sandbox.read(waiting.sandboxToken)).stats.requests).toBe(asked);

    // The hour passes.
    await chaos.client.makeDue(job);
    const done = await chaos.client.waitForJob(job, (row) => row.finished_at !== null);
    expect(done).toMatchObject({ status: 'success', attempts: 1, processed_count: 100 });
  });
}
