import { expect, test } from 'vitest';
import { type Sql, testDatabase } from '../../support/database/database.ts';
import { createMember, createTenant, required, sqlstate, type Tenant } from '../../support/database/fixtures.ts';

const database = testDatabase();

const DAY_MS = 86_400_000;
/** Without daylight saving, with it on either side of the equator, the farthest from UTC, and off the hour. */
const ZONES = [
  'America/Sao_Paulo',
  'Europe/Lisbon',
  'America/New_York',
  'America/Santiago',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Asia/Kathmandu',
  'UTC',
];

interface Run {
  status: 'success' | 'error' | 'canceled';
  created_at: Date;
  finished_at: Date;
  execution_time_ms: number | null;
  /** A read of everything, which alone counts what is gone. */
  is_full?: boolean;
}

interface Overview {
  runs_30d: number;
  success_rate: number | null;
  mean_time_ms: number | null;
  mean_full_ms: number | null;
  mean_incremental_ms: number | null;
  last_success_at: string | null;
  days: { day: string; success: number; error: number; canceled: number }[];
}

/** The calendar day of an instant in a zone, as 2026-11-23: by Intl, not by Postgres. */
const dayIn = (zone: string, instant: Date) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(instant);

/** The first instant of a calendar day in a zone, found by halving. */
function midnight(zone: string, day: string): Date {
  let [before, after] = [Date.parse(day) - 2 * DAY_MS, Date.parse(day) + 2 * DAY_MS];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayIn(zone, new Date(middle)) < day) before = middle;
    else after = middle;
  }
  return new Date(after);
}

const addDays = (day: string, days: number) => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** The same figures, counted one by one. */
function naive(runs: Run[], zone: string, now: Date): Overview {
  const today = dayIn(zone, now);
  const days = Array.from({ length: 30 }, (_, index) => addDays(today, index - 29));
  const counted = runs.filter((run) => days.includes(dayIn(zone, run.created_at)));
  const of = (status: string, list = counted) => list.filter((run) => run.status === status);
  const decided = of('success').length + of('error').length;
  const mean = (list: Run[]) => {
    const times = list.flatMap(({ execution_time_ms }) => execution_time_ms ?? []);
    return times.length ? Math.round(times.reduce((sum, time) => sum + time, 0) / times.length) : null;
  };
  const last = of('success', runs).toSorted((a, b) => b.created_at.getTime() - a.created_at.getTime())[0];
  return {
    runs_30d: counted.length,
    success_rate: decided ? Math.round((of('success').length / decided) * 1e4) / 1e4 : null,
    mean_time_ms: mean(of('success')),
    mean_full_ms: mean(of('success').filter(({ is_full }) => is_full === true)),
    mean_incremental_ms: mean(of('success').filter(({ is_full }) => is_full !== true)),
    last_success_at: last ? last.finished_at.toISOString() : null,
    days: days.map((day) => {
      const list = counted.filter((run) => dayIn(zone, run.created_at) === day);
      const [success, error, canceled] = ['success', 'error', 'canceled'].map((status) => of(status, list).length);
      return { day, success: required(success), error: required(error), canceled: required(canceled) };
    }),
  };
}

async function insertRuns(sql: Sql, tenant: Tenant, runs: Run[]): Promise<void> {
  const rows = runs.map((run) => ({
    tenant_id: tenant.id,
    provider_slug: 'acessorias',
    status: run.status,
    progress: run.status === 'success' ? 100 : 10,
    attempts: 1,
    started_at: run.created_at,
    finished_at: run.finished_at,
    created_at: run.created_at,
    execution_time_ms: run.execution_time_ms,
    result: run.status === 'success' ? sql.json(run.is_full === true ? { removed: 0 } : { created: 1 }) : null,
    error_code: run.status === 'error' ? 'provider_error' : null,
    error_message: run.status === 'error' ? 'x' : null,
  }));
  await sql`insert into public.integration_jobs ${sql(rows)}`;
}

/** The figures for a caller, and the time by which the database reckoned. */
async function overview(sql: Sql, tenant: Tenant): Promise<{ figures: Overview; now: Date }> {
  const [row] = await sql<{ figures: Overview; now: Date }[]>`
    select public.integration_overview(${tenant.id}, 'acessorias') as figures, now()`;
  const { figures, now } = required(row);
  const last = figures.last_success_at;
  return { figures: { ...figures, last_success_at: last ? new Date(last).toISOString() : null }, now };
}

test.for(ZONES)(
  'in %s every ended run is counted on the day on which it was started there, as the list filters it',
  async (zone) => {
    const { sql } = database;
    const tenant = await createTenant(sql);
    await sql`update public.tenants set time_zone = ${zone} where id = ${tenant.id}`;
    const now = Date.now();
    const today = dayIn(zone, new Date(now));
    const edges = [-30, -29, -28, -15, -1, 0].flatMap((days) => {
      const start = midnight(zone, addDays(today, days)).getTime();
      return [start - 1, start, start + 1];
    });
    const spread = Array.from({ length: 120 }, (_, index) => now - index * 7.7 * 3_600_000);
    const runs = [...edges, ...spread]
      .filter((start) => start <= now)
      .map((start, index): Run => {
        const status = (['success', 'success', 'error', 'canceled', 'success'] as const)[index % 5] ?? 'success';
        return {
          status,
          // Most take a minute; some wait for their provider for days before they end.
          created_at: new Date(Math.floor(start)),
          finished_at: new Date(Math.floor(start) + (index % 7 === 0 ? 4 * DAY_MS : 60_000)),
          execution_time_ms: index % 11 === 0 ? null : 1_000 + index * 37,
          is_full: index % 3 === 0,
        };
      });
    await insertRuns(sql, tenant, runs);
    const auditor = { user: await createMember(sql, tenant, 'auditor') };
    const found = await database.as(auditor, (as) => overview(as, tenant));
    expect(found.figures).toEqual(naive(runs, zone, found.now));
    expect(found.figures.runs_30d).toBeGreaterThan(80);
  },
);

test('a tenant without a run has thirty empty days and no rates', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const admin = { user: await createMember(sql, tenant, 'admin') };
  const { figures, now } = await database.as(admin, (as) => overview(as, tenant));
  expect(figures).toEqual(naive([], 'America/Sao_Paulo', now));
  expect(figures.days).toHaveLength(30);
});

test('only failures are a rate of 0, only cancellations are no rate', async () => {
  const { sql } = database;
  const run = (status: Run['status']): Run => ({
    status,
    created_at: new Date(Date.now() - 60_000),
    finished_at: new Date(),
    execution_time_ms: 5,
  });
  for (const [status, rate] of [
    ['error', 0],
    ['canceled', null],
  ] as const) {
    const tenant = await createTenant(sql);
    await insertRuns(sql, tenant, [run(status)]);
    expect((await overview(sql, tenant)).figures).toMatchObject({
      runs_30d: 1,
      success_rate: rate,
      mean_time_ms: null,
    });
  }
});

test('admins of other tenants and members see zeros', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  await insertRuns(sql, tenant, [
    { status: 'success', created_at: new Date(), finished_at: new Date(), execution_time_ms: 5 },
  ]);
  const stranger = { user: await createMember(sql, await createTenant(sql), 'admin') };
  const member = { user: await createMember(sql, tenant, 'member') };
  for (const actor of [stranger, member]) {
    const { figures, now } = await database.as(actor, (as) => overview(as, tenant));
    expect(figures).toEqual(naive([], 'America/Sao_Paulo', now));
  }
});

test('active runs and those of other providers do not count', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql, ['acessorias', 'onecode']);
  await sql`insert into public.integration_jobs (tenant_id, provider_slug) values (${tenant.id}, 'acessorias')`;
  await sql`
    insert into public.integration_jobs (tenant_id, provider_slug, status, finished_at)
    values (${tenant.id}, 'onecode', 'canceled', now())`;
  expect((await overview(sql, tenant)).figures).toMatchObject({ runs_30d: 0 });
});

test('a time zone that Postgres does not know is refused', async () => {
  const { sql } = database;
  const { id } = await createTenant(sql);
  expect(await sqlstate(sql`update public.tenants set time_zone = 'Brasil/Lugar_Nenhum' where id = ${id}`)).toBe(
    '22023',
  );
});
