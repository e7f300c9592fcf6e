import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { localConfig } from '../../../supabase/local/config.ts';
import { takenPorts } from '../../../supabase/local/machine/ports.ts';
import { isAlive } from '../../../supabase/local/machine/processes.ts';
import { descendants } from './support/process-tree.ts';
import { temporaryFolder, testEnvironment, waitFor } from './support/support.ts';

const folder = await temporaryFolder();
const environment = await testEnvironment(folder.path);
const config = localConfig(environment);
const children: ChildProcess[] = [];

function run(script: string, settings: Record<string, string> = {}) {
  // The app has its own tests, and its build would only take time here.
  const child = spawn(process.execPath, [join(config.projectDir, 'supabase/local', script), '--no-app'], {
    env: { ...process.env, ...environment, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const result = { child, output: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => {
      result.output += data.toString();
    });
  }
  return result;
}

const ended = (child: ChildProcess) =>
  waitFor('the process ends', () => child.exitCode !== null || child.signalCode !== null, 30_000);

async function ready(started: ReturnType<typeof run>): Promise<void> {
  await waitFor(
    'the stack is ready',
    () => {
      if (started.child.exitCode !== null) throw new Error(`The stack ended: ${started.output}`);
      return started.output.includes('Ready in');
    },
    40_000,
  );
}

const api = () => fetch(`http://127.0.0.1:${config.apiPort}/rest/v1/tenants`).then((response) => response.status);

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended(child);
  }
});
afterAll(() => folder.remove());

test('a taken port is named with its setting, and nothing is started', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(config.sandboxPort, '127.0.0.1', resolve));
  const started = run('start.ts');
  await ended(started.child);
  other.close();
  expect(started.child.exitCode).toBe(1);
  expect(started.output.trim()).toBe(
    `Port ${config.sandboxPort} (provider sandbox) is taken: stop the other program, or set INTEGRACOES_SANDBOX_PORT`,
  );
});

test('the stack starts once, refuses a reset, recovers from SIGKILL and leaves nothing behind', async () => {
  const first = run('start.ts');
  await ready(first);
  expect(await api()).toBe(401);
  expect(first.output).toContain('admin@aurora.test');

  // It names the ports of the one that runs, whatever its own are.
  const second = run('start.ts', { INTEGRACOES_APP_PORT: '1', INTEGRACOES_API_PORT: '2' });
  const refused = run('reset.ts');
  await Promise.all([ended(second.child), ended(refused.child)]);
  expect([second.child.exitCode, second.output]).toEqual([1, expect.stringContaining('already running')]);
  for (const place of [
    folder.path,
    `process ${first.child.pid}`,
    `localhost:${config.appPort}`,
    `127.0.0.1:${config.apiPort}`,
  ]) {
    expect(second.output).toContain(place);
  }
  expect([refused.child.exitCode, refused.output]).toEqual([1, expect.stringContaining('stop it first')]);

  const orphans = await descendants(first.child.pid ?? 0);
  expect(orphans.length).toBeGreaterThan(3);
  first.child.kill('SIGKILL');
  await ended(first.child);

  const third = run('start.ts');
  await ready(third);
  expect(orphans.filter(isAlive)).toEqual([]);
  expect(await api()).toBe(401);

  const family = await descendants(third.child.pid ?? 0);
  third.child.kill('SIGTERM');
  await ended(third.child);
  expect(third.child.exitCode).toBe(0);
  expect(family.filter(isAlive)).toEqual([]);

  const reset = run('reset.ts');
  await ended(reset.child);
  expect(reset.output).toContain('Deleted the local data');
}, 60_000);

test('of two that start at once one runs, and the other says which', async () => {
  const both = [run('start.ts'), run('start.ts')];
  const loser = await waitFor('one has given way', () => both.find(({ child }) => child.exitCode !== null));
  const [winner] = both.filter((started) => started !== loser);
  expect(loser.output).toContain(`process ${winner?.child.pid}`);
  winner?.child.kill('SIGINT');
  if (winner) await ended(winner.child);
  expect(winner?.child.exitCode).toBe(0);
}, 60_000);

/** Moments of a start, by what can be seen of it: nothing yet, the first file, the first process, several, the end. */
const MOMENTS: [name: string, hasCome: (started: ReturnType<typeof run>, family: number[]) => boolean][] = [
  ['it has just been called', () => true],
  ['it has claimed the folder', () => existsSync(join(folder.path, 'stack.pid'))],
  ['it says that it starts', ({ output }) => output.includes('Starting')],
  ['the database is being made', () => existsSync(join(folder.path, 'postgres.new'))],
  ['Postgres starts', () => existsSync(join(folder.path, 'postgres', 'postmaster.pid'))],
  ['functions boot', (_, family) => family.length > 12],
  ['it is ready', ({ output }) => output.includes('Ready in')],
];

test('Ctrl-C at any moment of the start ends everything, and after a kill at any moment the next start works', async () => {
  for (const signal of ['SIGKILL', 'SIGINT'] as const) {
    await ended(run('reset.ts').child);
    for (const [moment, hasCome] of MOMENTS) {
      const started = run('start.ts');
      const family = await waitFor(
        moment,
        async () => {
          if (started.child.exitCode !== null) throw new Error(`${moment}: the stack ended: ${started.output}`);
          const found = await descendants(started.child.pid ?? 0);
          return hasCome(started, found) ? found : null;
        },
        60_000,
      );
      started.child.kill(signal);
      await ended(started.child);
      if (signal === 'SIGKILL') continue;
      // A signal before the first line of the program ends it as any program.
      expect([0, null], moment).toContain(started.child.exitCode);
      expect(family.filter(isAlive), moment).toEqual([]);
    }
  }
  expect(await takenPorts(config)).toEqual([]);
  expect(existsSync(join(folder.path, 'postgres.new'))).toBe(false);
  const last = run('start.ts');
  await ready(last);
  expect(await api()).toBe(401);
}, 240_000);
