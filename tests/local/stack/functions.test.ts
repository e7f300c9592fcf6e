import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFunctions } from '../../../supabase/local/functions/runtime.ts';
import type { FunctionsRuntime, WorkerLimits } from '../../../supabase/local/functions/types.ts';
import { type Gateway, startGateway } from '../../../supabase/local/gateway/gateway.ts';
import { isAlive } from '../../../supabase/local/machine/processes.ts';
import { freePorts, temporaryFolder, waitFor, writeFiles } from './support/support.ts';

const unload = `addEventListener('beforeunload', (event) => fetch(Deno.env.get('BEACON') + '/' + event.detail.reason));`;
const sources: Record<string, string> = {
  'supabase/config.toml': ['echo', 'background', 'endless', 'crash', 'silent', 'broken']
    .map((name) => `[functions.${name}]\nverify_jwt = false\n`)
    .join(''),
  'supabase/functions/echo/index.ts': `Deno.serve({ port: 1 }, (request: Request) =>
    new Response(request.body, { status: 201, headers: { 'x-path': new URL(request.url).pathname, 'x-method': request.method } }));`,
  'supabase/functions/background/index.ts': `${unload}
    Deno.serve(() => {
      EdgeRuntime.waitUntil(new Promise((done) => setTimeout(done, 1000)).then(() => fetch(Deno.env.get('BEACON') + '/done')));
      return new Response('accepted', { status: 202 });
    });`,
  'supabase/functions/endless/index.ts': `${unload}
    Deno.serve(() => { EdgeRuntime.waitUntil(new Promise(() => {})); return new Response('accepted'); });`,
  'supabase/functions/crash/index.ts': `Deno.serve((request) =>
    request.method === 'POST' ? Deno.exit(3) : new Response('alive'));`,
  'supabase/functions/silent/index.ts': `Deno.serve(() => new Promise(() => {}));`,
  'supabase/functions/broken/index.ts': `throw new Error('Cannot start');`,
  'supabase/functions/guarded/index.ts': `Deno.serve(() => new Response(String(Object.keys(Deno.env.toObject()).sort())));`,
};

const folder = await temporaryFolder();
const beacons: string[] = [];
const beacon = createServer((req, res) => {
  beacons.push(req.url ?? '');
  res.end();
});
const lines: string[] = [];
const started: { gateway: Gateway; runtime: FunctionsRuntime }[] = [];

async function start(limits: Partial<WorkerLimits> = {}) {
  const [port = 0] = await freePorts(1);
  const runtime = await createFunctions({
    projectDir: folder.path,
    dataDir: join(folder.path, '.local'),
    env: { BEACON: `http://127.0.0.1:${(beacon.address() as AddressInfo).port}` },
    limits: { wallClockMs: 400_000, responseMs: 150_000, idleMs: 0, ...limits },
    watch: true,
    verifyToken: (token) => (token === 'good' ? {} : null),
    keys: ['sb_publishable_test'],
    log: (line) => lines.push(line),
  });
  const gateway = await startGateway(port, { functions: runtime }, console.error);
  started.push({ gateway, runtime });
  await runtime.ready();
  const call = (name: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}/functions/v1/${name}`, init);
  return { runtime, call };
}

let stack: Awaited<ReturnType<typeof start>>;
beforeAll(async () => {
  await writeFiles(folder.path, sources);
  await new Promise<void>((resolve) => beacon.listen(0, '127.0.0.1', resolve));
  stack = await start({ responseMs: 1_000 });
});
afterAll(async () => {
  const pids = started.flatMap(({ runtime }) => runtime.names.flatMap((name) => runtime.pids(name)));
  for (const { gateway, runtime } of started) {
    await runtime.close();
    await gateway.close();
  }
  expect(pids.filter(isAlive)).toEqual([]);
  beacon.close();
  await folder.remove();
});

test('a request and its answer pass through, streamed, with the path of the platform', async () => {
  const response = await stack.call('echo/deep?x=1', { method: 'PUT', body: 'x'.repeat(300_000) });
  expect([response.status, response.headers.get('x-path'), response.headers.get('x-method')]).toEqual([
    201,
    '/echo/deep',
    'PUT',
  ]);
  expect((await response.text()).length).toBe(300_000);
});

test('an unknown function is 404, one that does not start is 503', async () => {
  expect((await stack.call('nobody')).status).toBe(404);
  const response = await stack.call('broken');
  expect([response.status, await response.json()]).toMatchObject([503, { code: 'BOOT_ERROR' }]);
  expect(lines.join('\n')).toContain('[broken] error: Uncaught (in promise) Error: Cannot start');
});

test('no answer in time is 504', async () => {
  const response = await stack.call('silent');
  expect([response.status, await response.json()]).toMatchObject([504, { code: 'IDLE_TIMEOUT' }]);
});

test('verify_jwt is the default: only tokens, keys and preflights pass', async () => {
  const status = async (headers: Record<string, string>, method = 'POST') =>
    (await stack.call('guarded', { method, headers })).status;
  expect(await status({})).toBe(401);
  expect(await status({ authorization: 'Bearer forged' })).toBe(401);
  expect(await status({ apikey: 'sb_publishable_wrong' })).toBe(401);
  expect(await status({ authorization: 'Bearer good' })).toBe(200);
  expect(await status({ apikey: 'sb_publishable_test' })).toBe(200);
  expect(await status({}, 'OPTIONS')).toBe(200);
});

test('a function sees its own environment and not that of the stack', async () => {
  const names = await (await stack.call('guarded', { headers: { apikey: 'sb_publishable_test' } })).text();
  expect(names.split(',')).toContain('BEACON');
  expect(names).not.toMatch(/npm_|VITEST|INTEGRACOES/);
});

test('a crash under way is 502, and the next request meets a fresh process', async () => {
  const [before] = stack.runtime.pids('crash');
  const response = await stack.call('crash', { method: 'POST' });
  expect([response.status, await response.json()]).toMatchObject([502, { code: 'WORKER_ERROR' }]);
  expect(await (await stack.call('crash')).text()).toBe('alive');
  expect(stack.runtime.pids('crash')[0]).not.toBe(before);
  expect(lines).toContain('[crash] Worker ended unexpectedly (code 3)');
});

test('a killed process is replaced at once', async () => {
  await stack.call('crash');
  const [before] = stack.runtime.pids('crash');
  await stack.runtime.kill('crash');
  const after = await waitFor('another process runs', () => stack.runtime.pids('crash')[0]);
  expect(after).not.toBe(before);
  expect(await (await stack.call('crash')).text()).toBe('alive');
});

test('a changed file takes effect without a restart of the stack', async () => {
  await writeFiles(folder.path, { 'supabase/functions/echo/index.ts': `Deno.serve(() => new Response('changed'));` });
  await waitFor('the function has changed', async () => (await (await stack.call('echo')).text()) === 'changed');
});

test('background work outlives its response and the half of the wall clock; then the worker is dropped', async () => {
  const { runtime, call } = await start({ wallClockMs: 1_600 });
  const [first] = runtime.pids('background');
  expect((await call('background')).status).toBe(202);
  const pids = await waitFor('a fresh process takes over', () =>
    runtime.pids('background').length > 1 ? runtime.pids('background') : null,
  );
  expect(pids[1]).toBe(first);
  await waitFor('the background work is done', () => beacons.includes('/done'));
  await waitFor('the function is told', () => beacons.includes('/early_drop'));
  await waitFor('the old process is gone', () => !runtime.pids('background').includes(first ?? 0));
  expect(runtime.pids('background')).toEqual([pids[0]]);
});

test('work that does not end is told before the wall clock ends it', async () => {
  const { runtime, call } = await start({ wallClockMs: 1_200 });
  const [first] = runtime.pids('endless');
  const startedAt = performance.now();
  await call('endless');
  await waitFor('the function is told', () => beacons.includes('/wall_clock'));
  await waitFor('the old process is gone', () => !runtime.pids('endless').includes(first ?? 0));
  expect(performance.now() - startedAt).toBeGreaterThan(1_100);
  expect(lines).toContain('[endless] Worker reached its wall clock limit');
});

test('an idle worker ends, and comes back with the next request', async () => {
  const { runtime, call } = await start({ idleMs: 100 });
  await call('crash');
  await waitFor('the idle process is gone', () => runtime.pids('crash').length === 0);
  expect(await (await call('crash')).text()).toBe('alive');
});
