import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { LocalConfig } from '../config.ts';
import { appEnvironment } from './build.ts';

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

async function answer(req: IncomingMessage, res: ServerResponse, folder: string): Promise<void> {
  const { pathname } = new URL(req.url ?? '/', 'http://localhost');
  const file = await resolveFile(folder, pathname);
  if (file === null || (req.method !== 'GET' && req.method !== 'HEAD')) {
    res.writeHead(file === null ? 404 : 405, { 'Content-Type': 'text/plain; charset=utf-8' }).end('Not found');
    return;
  }
  // Names below /assets carry a hash of their content; everything else must be asked for again.
  const cache = pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  res.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream', 'Cache-Control': cache });
  if (req.method === 'HEAD') res.end();
  else await pipeline(createReadStream(file), res);
}

/** Serves the built app, deep links included, on 127.0.0.1. Rejects when the port cannot be had. */
export async function serveApp(folder: string, port: number): Promise<AppServer> {
  const server = createServer((req, res) => {
    answer(req, res, folder).catch((error: unknown) => {
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
