import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, expect, test } from 'vitest';
import { databaseUrl } from '../../../supabase/local/config.ts';
import { lackOfRoom } from '../../../supabase/local/machine/disk.ts';
import { isAlive } from '../../../supabase/local/machine/processes.ts';
import { startPostgres } from '../../../supabase/local/postgres/postgres.ts';
import { temporaryFolder, testConfig, waitFor } from './support/support.ts';

const folder = await temporaryFolder();
const config = await testConfig(folder.path);
afterAll(() => folder.remove());

/** Starts Postgres on the same folder in another Node process, which then waits. */
async function startElsewhere() {
  const module = join(config.projectDir, 'supabase/local/postgres/postgres.ts');
  const options = JSON.stringify({ dataDir: config.dataDir, dbPort: config.dbPort, isDurable: false });
  const code = `const { startPostgres } = await import(${JSON.stringify(module)});
    console.log((await startPostgres(${options})).pid); setInterval(() => {}, 1e6);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString();
  });
  const pid = await waitFor('the other process has started Postgres', () => Number(output.trim()));
  return { child, pid };
}

test('data survive a stack and its Postgres that were killed', async () => {
  const first = await startElsewhere();
  const sql = postgres(databaseUrl(config, 'supabase_admin'), { max: 1 });
  await sql`create table kept as select 42 as answer`;
  await sql.end();

  // The folder is in use: a second start must not take it away.
  await expect(startPostgres(config)).rejects.toThrow(`in use by process ${first.child.pid}`);

  // Only the stack is killed: its Postgres is an orphan now, still on our port and folder.
  first.child.kill('SIGKILL');
  await waitFor('the owner is gone', () => first.child.signalCode);
  expect(isAlive(first.pid)).toBe(true);
  const lines: string[] = [];
  const second = await startPostgres({ ...config, log: (line) => lines.push(line) });
  expect(second.isNew).toBe(false);
  expect(isAlive(first.pid)).toBe(false);

  // Postgres itself is killed under a running stack: it is started again.
  const killed = second.pid;
  process.kill(killed, 'SIGKILL');
  await waitFor(
    'Postgres has been started again',
    () => second.pid !== killed && lines.includes('[postgres] Started again'),
    30_000,
  );
  expect(lines[0]).toContain('Ended unexpectedly (SIGKILL)');
  await second.stop();

  // A pid file that was left behind may name any process.
  await writeFile(join(config.dataDir, 'postgres', 'postmaster.pid'), `${process.pid}\n`);
  const third = await startPostgres(config);
  const again = postgres(databaseUrl(config, 'supabase_admin'), { max: 1 });
  expect(await again`select answer from kept`).toMatchObject([{ answer: 42 }]);
  expect(await again`show wal_level`).toMatchObject([{ wal_level: 'logical' }]);
  expect(await again`show listen_addresses`).toMatchObject([{ listen_addresses: '127.0.0.1' }]);
  await again.end();
  await third.stop();
  expect(isAlive(third.pid)).toBe(false);
});

test('Postgres that ended on a full disk starts again when there is room, with its data', async () => {
  const lines: string[] = [];
  let lack: string | null = null;
  const server = await startPostgres({
    ...config,
    log: (line) => lines.push(line),
    lackOfRoom: async () => lack,
  });
  const { pid } = server;
  lack = 'The disk is full';
  process.kill(pid, 'SIGKILL');
  await waitFor('it waits for room', () => lines.some((line) => line.includes('Waits for room')));
  expect(lines).not.toContain('[postgres] Started again');
  lack = null;
  await waitFor('it is there again', () => lines.includes('[postgres] Started again'));
  const sql = postgres(databaseUrl(config, 'supabase_admin'), { max: 1 });
  expect(await sql`select answer from kept`).toMatchObject([{ answer: 42 }]);
  await sql.end();
  await server.stop();

  lack = 'The disk is full: 3 MB are free';
  await expect(startPostgres({ ...config, lackOfRoom: async () => lack })).rejects.toThrow(lack);
});

test('a full disk is told with what is free and where', async () => {
  expect(await lackOfRoom(folder.path, 1)).toBeNull();
  expect(await lackOfRoom(folder.path, 2 ** 40)).toMatch(
    new RegExp(`^The disk is full: \\d+ MB are free in ${folder.path}, .*INTEGRACOES_DATA_DIR$`),
  );
});
