import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectOrigins } from '../../../src/lib/data/project.ts';
import { headersFor, parseHeaders } from '../../../supabase/local/app/headers.ts';
import { type AppServer, serveApp } from '../../../supabase/local/app/serve.ts';
import { projectDir } from '../../support/run.ts';
import { freePorts, temporaryFolder, writeFiles } from './support/support.ts';

test('a hosted project is reached by https and wss, a local one by http and ws', () => {
  expect(projectOrigins('https://ref.supabase.co')).toBe('https://ref.supabase.co wss://ref.supabase.co');
  expect(projectOrigins('http://127.0.0.1:54321/')).toBe('http://127.0.0.1:54321 ws://127.0.0.1:54321');
});

test('later blocks win over earlier ones, and only blocks that fit count', () => {
  const rules = parseHeaders('# a comment\n/*\n  A: 1\n  B: x: y\n\n/assets/*\n  A: 2\n/exact\n  C: 3\n');
  expect(headersFor(rules, '/')).toEqual({ A: '1', B: 'x: y' });
  expect(headersFor(rules, '/assets/a.js')).toEqual({ A: '2', B: 'x: y' });
  expect(headersFor(rules, '/exact')).toEqual({ A: '1', B: 'x: y', C: '3' });
  expect(headersFor(rules, '/exact/more')).toEqual({ A: '1', B: 'x: y' });
});

test('a line that is neither a path nor a header is named', () => {
  expect(() => parseHeaders('/*\n  A: 1\nB: 2')).toThrow('line 3');
});

test('the policy of the app allows no inline script, no foreign source and no frame', async () => {
  const rules = parseHeaders(await readFile(join(projectDir, 'public', '_headers'), 'utf8'));
  const headers = headersFor(rules, '/integracoes/acessorias');
  const policy = new Map(
    headers['Content-Security-Policy']?.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );
  expect(policy.get('default-src')).toEqual(["'none'"]);
  expect(policy.get('script-src')).toEqual(["'self'"]);
  expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
  expect(policy.get('base-uri')).toEqual(["'none'"]);
  expect(policy.get('connect-src')).toEqual(["'self'", '%SUPABASE_ORIGINS%']);
  expect([...policy.values()].flat().filter((source) => /\*|unsafe-eval|^https?:|data:/.test(source))).toEqual([]);
  expect(headers).toMatchObject({
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Permissions-Policy': expect.stringContaining('camera=()'),
  });
});

let server: AppServer;
let url: string;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
  await writeFiles(folder.path, {
    _headers: '/*\n  X-Frame-Options: DENY\n/assets/*\n  Cache-Control: immutable\n',
    'index.html': '<p>app</p>',
    'assets/a.js': '1',
  });
  const [port = 0] = await freePorts(1);
  server = await serveApp(folder.path, port);
  url = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  await server.close();
  await folder.remove();
});

test('the app is served with its headers: pages, files and what there is not', async () => {
  for (const [path, status, cache] of [
    ['/', 200, 'no-cache'],
    ['/integracoes/acessorias', 200, 'no-cache'],
    ['/assets/a.js', 200, 'immutable'],
    ['/assets/b.js', 404, 'no-store'],
    ['/_headers', 404, 'no-store'],
  ] as const) {
    const { status: given, headers } = await fetch(url + path);
    expect([path, given, headers.get('cache-control')]).toEqual([path, status, cache]);
    expect(headers.get('x-frame-options')).toBe('DENY');
  }
});

test('a path that is none is 400, and the next request is answered', async () => {
  expect((await fetch(`${url}/%E0%A4%A`)).status).toBe(400);
  expect((await fetch(`${url}//`)).status).toBeLessThan(500);
  expect((await fetch(url)).status).toBe(200);
});
