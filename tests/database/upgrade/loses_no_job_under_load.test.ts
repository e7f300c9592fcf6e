import { beforeAll, expect, test } from 'vitest';
import {
  createMember,
  createTenant,
  enqueue,
  expireLease,
  makeDue,
  readJob,
  readLogs,
  required,
  type Tenant,
} from '../../support/database/fixtures.ts';
import { until } from '../../support/until.ts';
import { previousReleaseDatabase } from './previous-release.ts';
import { type OldClaim, OldWorker, PAGE_SIZE, PAGES, repeated } from './worker.ts';

/** A deployment in the middle of the day: jobs in every state, workers of the previous release at work, users who click. */
const db = previousReleaseDatabase();
const RECORDS = PAGES * PAGE_SIZE;

/** Jobs that the previous release left, by what is to become of them. */
let jobs: Record<'finished' | 'failed' | 'canceled' | 'cooling' | 'retrying' | 'yielded' | 'held' | 'orphaned', string>;
let held: OldClaim;
let worker: OldWorker;
let tenants: Tenant[];

/** A job that is claimed at once: no other is due while the world is set up. */
async function claimed(): Promise<OldClaim> {
  await enqueue(db.sql, await createTenant(db.sql));
  return required(await worker.claim());
}

beforeAll(async () => {
  worker = new OldWorker(db.sql);
  const finished = await claimed();
  await worker.work(finished);
  const failed = await claimed();
  await worker.fail(failed, 'permanent', 0);
  const canceled = await claimed();
  await db.sql`update public.integration_jobs set status = 'canceled' where id = ${canceled.job_id}`;
  const cooling = await claimed();
  await worker.storePage(cooling, 0);
  await worker.fail(cooling, 'rate_limit', 3600);
  const retrying = await claimed();
  await worker.fail(retrying, 'temporary', 3600);
  const yielded = await claimed();
  await worker.storePage(yielded, 0);
  await worker.yield(yielded);
  await db.sql`update public.integration_jobs set run_after = now() + interval '1 hour' where id = ${yielded.job_id}`;
  const orphaned = await claimed();
  await worker.storePage(orphaned, 0);
  held = await claimed();
  await worker.storePage(held, 0);
  jobs = {
    finished: finished.job_id,
    failed: failed.job_id,
    canceled: canceled.job_id,
    cooling: cooling.job_id,
    retrying: retrying.job_id,
    yielded: yielded.job_id,
    orphaned: orphaned.job_id,
    held: held.job_id,
  };
  tenants = await Promise.all(Array.from({ length: 6 }, () => createTenant(db.sql)));
});

/** Clicks and works until told to stop, as users and workers of the previous release do. What goes wrong for good is kept. */
class Load {
  readonly enqueued: string[] = [];
  readonly errors: unknown[] = [];
  readonly workers = Array.from({ length: 3 }, () => new OldWorker(db.sql));
  finished = 0;
  #isOver = false;
  readonly #loops: Promise<void>[];

  constructor() {
    this.#loops = [...tenants.map((tenant) => this.#click(tenant)), ...this.workers.map((each) => this.#work(each))];
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#loops);
  }

  async #repeat(step: () => Promise<unknown>): Promise<void> {
    while (!this.#isOver) await step().catch((error: unknown) => this.errors.push(error));
  }

  async #click(tenant: Tenant): Promise<void> {
    const user = await createMember(db.sql, tenant, 'admin');
    await this.#repeat(async () => {
      const [job] = await repeated(() =>
        db.sql.begin(async (sql) => {
          await sql`select set_config('request.jwt.claims', ${JSON.stringify({ sub: user, role: 'authenticated' })}, true)`;
          await sql`set local role authenticated`;
          return sql<{ id: string }[]>`
          insert into public.integration_jobs (tenant_id, provider_slug) values (${tenant.id}, 'acessorias') returning id`;
        }),
      );
      this.enqueued.push(required(job).id);
      await until('the run to end', async () =>
        this.#isOver || (await readJob(db.sql, required(job).id)).finished_at !== null ? true : null,
      );
    });
  }

  async #work(each: OldWorker): Promise<void> {
    await this.#repeat(async () => {
      await each.tick();
      const claim = await each.claim();
      if (!claim) return;
      await each.work(claim);
      this.finished += 1;
    });
  }
}

test('workers and users of the previous release go on through the upgrade, and no job is lost, doubled or blocked', async () => {
  const untouched = () => Promise.all([jobs.finished, jobs.failed, jobs.canceled].map((id) => readLogs(db.sql, id)));
  const logsBefore = await untouched();
  const load = new Load();
  await until('work under way', () => (load.finished > 5 ? true : null));
  await db.upgrade();
  const atUpgrade = load.finished;
  await until('work after the upgrade', () => (load.finished > atUpgrade + 5 ? true : null));
  await load.stop();

  // Old jobs that rested all the time are as they were.
  expect((await untouched()).map((rows) => rows.length)).toEqual(logsBefore.map((rows) => rows.length));
  for (const [id, status] of [
    [jobs.finished, 'success'],
    [jobs.failed, 'error'],
    [jobs.canceled, 'canceled'],
  ] as const) {
    expect(await readJob(db.sql, id)).toMatchObject({ status });
  }

  // The worker that held a job before goes on with the same lease.
  expect(await worker.heartbeat(held)).toMatchObject({ state: 'held' });
  for (const page of [1, 2]) expect(await worker.storePage(held, page)).toMatchObject({ state: 'held' });
  expect(await worker.finish(held)).toMatchObject({ state: 'finished' });

  // New code takes over what waited and what a dead worker left, each from its cursor.
  await expireLease(db.sql, jobs.orphaned);
  for (const id of [jobs.cooling, jobs.retrying, jobs.yielded]) await makeDue(db.sql, id);
  const cursors = new Map<string, unknown>();
  for (let claim = await worker.claim(); claim; claim = await worker.claim()) {
    cursors.set(claim.job_id, claim.cursor);
    await worker.work(claim);
  }
  expect(cursors.get(jobs.retrying)).toBeNull();
  for (const id of [jobs.cooling, jobs.yielded, jobs.orphaned]) expect(cursors.get(id)).toEqual({ page: 1 });

  // Every job ended once: one row per attempt, the last one a success, and every record counted once.
  const ended = [...load.enqueued, jobs.held, jobs.cooling, jobs.retrying, jobs.yielded, jobs.orphaned];
  for (const id of ended) {
    const job = await readJob(db.sql, id);
    const logs = await readLogs(db.sql, id);
    expect(job).toMatchObject({ status: 'success', processed_count: RECORDS, total_count: RECORDS, progress: 100 });
    expect(logs.map(({ attempt }) => attempt)).toEqual(logs.map((_log, index) => index + 1));
    // An attempt that had stored something is in the log and does not count towards the limit.
    expect(job.attempts).toBe(id === jobs.orphaned ? logs.length - 1 : logs.length);
    expect(logs.map(({ status }) => status).lastIndexOf('success')).toBe(logs.length - 1);
    expect(logs.filter(({ status }) => status === 'success')).toHaveLength(1);
  }
  const doubled = await db.sql`
    select tenant_id from public.companies group by tenant_id having count(*) <> ${RECORDS} or count(distinct document) <> ${RECORDS}`;
  expect(doubled).toEqual([]);
  expect(await db.sql`select 1 from private.job_leases`).toEqual([]);

  // Nobody was turned away and nobody waited long.
  expect(load.errors).toEqual([]);
  expect(Math.max(...load.workers.map(({ longestCallMs }) => longestCallMs))).toBeLessThan(10_000);
});
