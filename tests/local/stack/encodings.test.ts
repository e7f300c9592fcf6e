import { utimes, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseEncoding } from '../../../supabase/local/app/encodings.ts';
import { type AppServer, serveApp } from '../../../supabase/local/app/serve.ts';
import { freePorts, temporaryFolder, writeFiles } from './support/support.ts';

const SCRIPT = 'export const ledger = "débito e crédito";\n'.repeat(200);
const PLAIN = Buffer.from(SCRIPT);

let server: AppServer;
let port = 0;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
  await writeFiles(folder.path, {
    _headers: '/assets/*\n  Cache-Control: immutable\n',
    'index.html': `<p>${'app '.repeat(200)}</p>`,
    'assets/a.js': SCRIPT,
    'assets/small.js': '1',
    'assets/a.png': SCRIPT,
  });
  [port = 0] = await freePorts(1);
  server = await serveApp(folder.path, port);
});
afterAll(async () => {
  await server.close();
  await folder.remove();
});

interface Answer {
  status: number | undefined;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** As it comes over the wire: `fetch` would unpack it. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

test.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, deflate', 'gzip'],
  ['br;q=0, gzip;q=0.5', 'gzip'],
  ['*', 'br'],
  ['*;q=0', 'identity'],
  ['zstd', 'identity'],
  ['', 'identity'],
])('a browser that takes "%s" gets %s', (accepted, encoding) => {
  expect(chooseEncoding(accepted)).toBe(encoding);
});

test('a script is sent compressed, says so, and unpacks to what it is', async () => {
  const brotli = await ask('/assets/a.js', { 'accept-encoding': 'gzip, br' });
  expect(brotli.headers).toMatchObject({
    'content-encoding': 'br',
    vary: 'Accept-Encoding',
    'cache-control': 'immutable',
    'content-length': String(brotli.body.length),
  });
  expect(brotli.body.length).toBeLessThan(PLAIN.length / 10);
  expect(brotliDecompressSync(brotli.body)).toEqual(PLAIN);
  const gzip = await ask('/assets/a.js', { 'accept-encoding': 'gzip' });
  expect(gzip.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(gzip.body)).toEqual(PLAIN);
  expect(gzip.headers.etag).not.toBe(brotli.headers.etag);
});

test('what would not shrink, and who cannot unpack, gets the plain file', async () => {
  for (const [path, accepted] of [
    ['/assets/small.js', 'br'],
    ['/assets/a.png', 'br'],
    ['/assets/a.js', ''],
  ] as const) {
    const { headers } = await ask(path, { 'accept-encoding': accepted });
    expect([path, headers['content-encoding'], headers.vary]).toEqual([path, undefined, 'Accept-Encoding']);
  }
});

test('a page that the browser still has is not sent again, and HEAD says the size without the page', async () => {
  const first = await ask('/integracoes', { 'accept-encoding': 'br' });
  const again = await ask('/integracoes', { 'accept-encoding': 'br', 'if-none-match': String(first.headers.etag) });
  expect([again.status, again.body.length]).toEqual([304, 0]);
  const head = await ask('/integracoes', { 'accept-encoding': 'br' }, 'HEAD');
  expect([head.headers['content-length'], head.body.length]).toEqual([String(first.body.length), 0]);
});

test('a file that was built anew is sent anew', async () => {
  const path = join(folder.path, 'index.html');
  const before = await ask('/', { 'accept-encoding': 'br' });
  await writeFile(path, `<p>${'new '.repeat(200)}</p>`);
  await utimes(path, new Date(), new Date(Date.now() + 10_000));
  const after = await ask('/', { 'accept-encoding': 'br', 'if-none-match': String(before.headers.etag) });
  expect(after.status).toBe(200);
  expect(brotliDecompressSync(after.body).toString()).toContain('new new');
});
