import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { localConfig } from '../../../supabase/local/config.ts';
import { isAlive } from '../../../supabase/local/machine/processes.ts';
import { descendants } from './support/process-tree.ts';
import { temporaryFolder, testEnvironment, waitFor } from './support/support.ts';

const folder = await temporaryFolder();
const environment = await testEnvironment(folder.path);
const config = localConfig(environment);
const children: ChildProcess[] = [];

function run(script: string) {
  // The app has its own tests, and its build would only take time here.
  const child = spawn(process.execPath, [join(config.projectDir, 'supabase/local', script), '--no-app'], {
    env: { ...process.env, ...environment },
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
  waitFor('the process ends', () => child.exitCode !== null || child.signalCode !== null);

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

  const second = run('start.ts');
  const refused = run('reset.ts');
  await Promise.all([ended(second.child), ended(refused.child)]);
  expect([second.child.exitCode, second.output]).toEqual([1, expect.stringContaining('already running')]);
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

test('Ctrl-C while it starts ends everything', async () => {
  const { child } = run('start.ts');
  const family = await waitFor(
    'Postgres has been started',
    async () => {
      const found = await descendants(child.pid ?? 0);
      return found.length > 1 ? found : null;
    },
    20_000,
  );
  child.kill('SIGINT');
  await ended(child);
  expect(family.filter(isAlive)).toEqual([]);
}, 40_000);
