import { readFile, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import type { LocalConfig } from '../config.ts';
import { appEnvironment } from './build.ts';
import { EncodedFiles } from './encodings.ts';
import { type HeaderRule, headersFor, parseHeaders } from './headers.ts';

export interface AppServer {
  close(): Promise<void>;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** The file for a path: itself, or index.html for the app's own routes (no extension). Null: there is no such file. */
async function resolveFile(folder: string, pathname: string): Promise<string | null> {
  const path = normalize(join(folder, decodeURIComponent(pathname)));
  if (path !== folder && !path.startsWith(folder + sep)) return null;
  const isFile = await stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
  if (isFile) return path;
  return extname(pathname) === '' ? join(folder, 'index.html') : null;
}

interface Site {
  folder: string;
  rules: readonly HeaderRule[];
  files: EncodedFiles;
}

async function answer(req: IncomingMessage, res: ServerResponse, { folder, rules, files }: Site): Promise<void> {
  const { pathname } = new URL(req.url ?? '/', 'http://localhost');
  for (const [name, value] of Object.entries(headersFor(rules, pathname))) res.setHeader(name, value);
  // Hosts do not serve it either.
  const file = pathname === '/_headers' ? null : await resolveFile(folder, pathname);
  if (file === null || (req.method !== 'GET' && req.method !== 'HEAD')) {
    // A name that is missing today can be back after the next release: browsers must not keep the answer for a year.
    res.setHeader('Cache-Control', 'no-store');
    res.writeHead(file === null ? 404 : 405, { 'Content-Type': 'text/plain; charset=utf-8' }).end('Not found');
    return;
  }
  res.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
  // What has no lifetime of its own must be asked for again.
  if (!res.hasHeader('Cache-Control')) res.setHeader('Cache-Control', 'no-cache');
  const { body, encoding, etag } = await files.get(file, req.headers['accept-encoding'] ?? '');
  res.setHeader('Vary', 'Accept-Encoding');
  res.setHeader('ETag', etag);
  if (req.headers['if-none-match']?.split(/,\s*/).includes(etag)) {
    res.writeHead(304).end();
    return;
  }
  if (encoding !== 'identity') res.setHeader('Content-Encoding', encoding);
  res.setHeader('Content-Length', body.length);
  res.end(req.method === 'HEAD' ? undefined : body);
}

/**
 * Serves the built app, deep links included, on 127.0.0.1, with the headers of its `_headers` and compressed, as a
 * static host would. Rejects when the port cannot be had or the headers cannot be read.
 */
export async function serveApp(folder: string, port: number): Promise<AppServer> {
  const rules = parseHeaders(await readFile(join(folder, '_headers'), 'utf8'));
  const site = { folder, rules, files: new EncodedFiles() };
  const server = createServer((req, res) => {
    answer(req, res, site).catch((error: unknown) => {
      // A malformed path, or a browser that went away under way.
      if (res.headersSent) res.destroy(error instanceof Error ? error : undefined);
      else res.writeHead(400, { 'Content-Type': 'text/plain; charset=utf-8' }).end('Bad request');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Vite's dev server for the app, with hot reload. */
export async function serveAppInDevelopment(config: LocalConfig): Promise<AppServer> {
  Object.assign(process.env, appEnvironment(config));
  const { createServer: createVite } = await import('vite');
  const vite = await createVite({
    root: config.projectDir,
    server: { host: '127.0.0.1', port: config.appPort, strictPort: true },
  });
  await vite.listen();
  return vite;
}
