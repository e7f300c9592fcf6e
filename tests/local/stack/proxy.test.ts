import { Agent, createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { exchange, type Outcome } from '../../../supabase/local/gateway/proxy.ts';
import { waitFor } from './support/support.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function listen(listener: RequestListener): Promise<{ server: Server; port: number }> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

/** A proxy in front of a port. It answers 503 itself, as its callers do, when there is no answer. */
async function proxyTo(port: number, responseMs = 5_000): Promise<{ url: string; outcomes: Outcome[] }> {
  const outcomes: Outcome[] = [];
  const agent = new Agent({ keepAlive: true });
  const { port: own } = await listen(async (req, res) => {
    const outcome = await exchange(req, res, { port, path: req.url ?? '/', agent, responseMs });
    outcomes.push(outcome);
    if (outcome !== 'done') res.writeHead(503).end();
  });
  return { url: `http://127.0.0.1:${own}`, outcomes };
}

test('bodies pass both ways, and the next request uses the same connection', async () => {
  const ports = new Set<number | undefined>();
  const upstream = await listen((req, res) => {
    ports.add(req.socket.remotePort);
    res.writeHead(201, { 'X-Path': req.url });
    req.pipe(res);
  });
  const proxy = await proxyTo(upstream.port);
  const body = 'x'.repeat(300_000);
  for (const path of ['/a?b=1', '/c']) {
    const response = await fetch(`${proxy.url}${path}`, { method: 'POST', body });
    expect([response.status, response.headers.get('x-path')]).toEqual([201, path]);
    expect(await response.text()).toBe(body);
  }
  expect(proxy.outcomes).toEqual(['done', 'done']);
  expect(ports.size).toBe(1);
});

test('a client that goes away ends the request at the other server', async () => {
  let isOver = false;
  const upstream = await listen((_req, res) => {
    res.once('close', () => {
      isOver = true;
    });
    client.abort();
  });
  const client = new AbortController();
  const proxy = await proxyTo(upstream.port);
  await expect(fetch(proxy.url, { signal: client.signal })).rejects.toThrow();
  await waitFor('the request to end there', () => isOver);
  expect(proxy.outcomes).toEqual(['done']);
});

test('nobody who listens is refused, no answer in time is late', async () => {
  const gone = await listen(() => {});
  await new Promise((resolve) => gone.server.close(resolve));
  const refused = await proxyTo(gone.port);
  expect((await fetch(refused.url, { method: 'POST', body: 'text' })).status).toBe(503);
  expect(refused.outcomes).toEqual(['refused']);

  const silent = await listen(() => {});
  const late = await proxyTo(silent.port, 50);
  expect((await fetch(late.url)).status).toBe(503);
  expect(late.outcomes).toEqual(['late']);
});

test('a connection that dies is told, also under a body that nobody reads, and the client can go on', async () => {
  const upstream = await listen((req, res) => {
    if (req.url === '/die') req.socket.destroy();
    else res.end('alive');
  });
  const proxy = await proxyTo(upstream.port);
  expect(await (await fetch(`${proxy.url}/kept`)).text()).toBe('alive');
  const dead = await fetch(`${proxy.url}/die`, { method: 'POST', body: 'x'.repeat(3_000_000) });
  expect(dead.status).toBe(503);
  expect(await (await fetch(`${proxy.url}/again`)).text()).toBe('alive');
  expect(proxy.outcomes).toEqual(['done', 'broken', 'done']);
});
