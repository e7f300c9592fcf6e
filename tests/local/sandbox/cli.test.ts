import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { ask, freshToken, sandboxForFile } from './fixture.ts';

const CLI = fileURLToPath(new URL('../../../supabase/local/sandbox/cli.ts', import.meta.url));
const sandbox = sandboxForFile();
const children: ChildProcess[] = [];

function run(...args: string[]): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  children.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, output: () => text };
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

it('runs by itself, tells its address, answers, and ends on SIGTERM with a request hanging', async () => {
  const { child, output } = run('--port', '0', '--latency', '60000');
  const [message] = (await once(child, 'message')) as [{ url: string }];
  expect(await (await fetch(`${message.url}/_control/health`)).json()).toEqual({ status: 'ok' });
  const hanging = ask({ ...sandbox(), url: message.url }, freshToken(), '/onecode/api/contacts').catch(() => 'cut');
  await expect.poll(output).toContain(`Sandbox listens on ${message.url}`);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(await hanging).toBe('cut');
});

it('ends when its parent goes away', async () => {
  const { child } = run('--port', '0', '--quiet');
  await once(child, 'message');
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('ends with 1 and a reason when the port is taken', async () => {
  const { child, output } = run('--port', String(sandbox().port));
  expect(await once(child, 'exit')).toEqual([1, null]);
  expect(output()).toContain(`Listen on 127.0.0.1:${sandbox().port}`);
});
