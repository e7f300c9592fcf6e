import { summary } from '../statistics.ts';
import { type Burst, burst, processors } from './measure.ts';
import { createWorld, type World } from './world.ts';

/**
 * `npm run bench:burst`: everybody's schedules at once. 300 tenants with three providers each (`--short`: 30), a provider that takes 200 ms
 * to answer; small data and real sizes (511 companies, 3,102 movements, 699 contacts); then a provider that hangs for 50 of the tenants.
 * How long the queue takes to drain, how many runs are side by side, when a click in between starts, and where the processor time goes.
 * `--only small|real|hang` leaves the others out, `--functions` says which SQL functions take the time.
 */

const isShort = process.argv.includes('--short');
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const TENANTS = Number(process.argv[process.argv.indexOf('--tenants') + 1]) || (isShort ? 30 : 300);
const HANGING = Math.min(50, Math.ceil(TENANTS / 2));
const SMALL = { companies: 3 };
const REAL = { companies: 511 };

function report(what: string, figure: string, aim = ''): void {
  console.log(`${what.padEnd(34)} ${figure}${aim && `   aim: ${aim}`}`);
}

async function reportBurst(what: string, done: Burst, aim: string): Promise<void> {
  const { runs, seconds, failed, records, sideBySide, clickToStartMs, cpu } = done;
  console.log(`\n${what}`);
  report(
    '  time to drain',
    `${runs} runs in ${seconds.toFixed(1)} s = ${(runs / seconds).toFixed(1)} a second, ${failed} failed`,
    aim,
  );
  report('  side by side', `${sideBySide.mean.toFixed(0)} on average, ${sideBySide.most} at most`);
  report('  click to start', summary(clickToStartMs), 'p95 under 2 s');
  const total = Object.values(cpu).reduce((sum, ms) => sum + ms, 0);
  const shares = Object.entries(cpu).toSorted(([, a], [, b]) => b - a);
  const share = (ms: number) => `${((ms / total) * 100).toFixed(0)} %`;
  report('  processor time', shares.map(([name, ms]) => `${name} ${share(ms)}`).join(', '));
  report('  processors in use', `${(total / seconds / 1_000).toFixed(2)} of ${await processors()}`);
  const postgresMs = shares.reduce((sum, [name, ms]) => sum + (name.startsWith('postgres') ? ms : 0), 0);
  const perThousand = (ms: number) => `${((ms / records) * 1_000).toFixed(0)} ms`;
  report(
    `  per 1,000 of ${records} records`,
    `Postgres ${perThousand(postgresMs)}, everything ${perThousand(total)}; per run: Postgres ${(postgresMs / runs).toFixed(1)} ms, everything ${(total / runs).toFixed(1)} ms`,
  );
}

async function reportFunctions({ stack }: World): Promise<void> {
  if (!process.argv.includes('--functions')) return;
  const rows = await stack.sql<{ name: string; calls: number; self: number; total: number }[]>`
    select schemaname || '.' || funcname as name, calls::int, self_time as self, total_time as total
    from pg_stat_user_functions order by self_time desc limit 60`;
  for (const { name, calls, self, total } of rows) {
    report(`    ${name}`, `self ${self.toFixed(0)} ms, total ${total.toFixed(0)} ms, ${calls} calls`);
  }
  await stack.sql`select pg_stat_reset()`;
}

async function small(world: World): Promise<void> {
  await world.configure(world.tenants, SMALL);
  await reportBurst('Small data, first', await burst(world), '40 a second');
  await reportFunctions(world);
  await reportBurst('Small data, unchanged', await burst(world), '60 a second');
  await reportFunctions(world);
}

async function real(world: World): Promise<void> {
  await world.configure(world.tenants, REAL);
  await reportBurst('Real sizes, first', await burst(world), 'within 240 s');
  await reportFunctions(world);
}

async function hang(world: World): Promise<void> {
  await world.configure(world.tenants, SMALL);
  await world.configure(world.tenants.slice(0, HANGING), { ...SMALL, faults: [{ kind: 'hang' }] }, 'acessorias');
  const others = ['bomcontrole', 'onecode'] as const;
  const here = ['acessorias'] as const;
  await reportBurst(
    `Acessórias hangs for ${HANGING} tenants, clicks at the others`,
    await burst(world, { clickAt: others, untilMs: 45_000 }),
    '',
  );
  await reportBurst(
    `Acessórias hangs for ${HANGING} tenants, clicks at it`,
    await burst(world, { clickAt: here, untilMs: 45_000 }),
    '',
  );
}

const world = await createWorld(TENANTS);
try {
  const { clicker, stack, running } = world;
  await world.configure(clicker.tenants, SMALL);
  if (process.argv.includes('--functions')) {
    const { default: postgres } = await import('postgres');
    const superuser = postgres(running.stack.adminUrl, { max: 1, onnotice: () => {} });
    await superuser`alter system set track_functions = 'all'`;
    await superuser`select pg_reload_conf()`;
    await superuser`grant execute on function pg_stat_reset() to postgres`;
    await superuser.end();
  }
  const { sql } = stack;
  await sql`analyze`;
  for (const [name, measure] of Object.entries({ small, real, hang })) {
    if (only === undefined || only === name) await measure(world);
  }
} finally {
  await world.close();
}
