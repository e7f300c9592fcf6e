import { describe, expect, it } from 'vitest';
import { sandboxControl } from '../../../supabase/local/sandbox/control/control-client.ts';
import { startSandbox } from '../../../supabase/local/sandbox/server.ts';
import { ask, askJson, freshToken, type Json, sandboxForFile } from './fixture.ts';

const sandbox = sandboxForFile();
const LIST = '/acessorias/companies/ListAll';

describe('Control plane over HTTP', () => {
  it('configures, reads and removes a token like the functions in process', async () => {
    const token = freshToken();
    const control = sandboxControl(sandbox().url);
    const settings = { companies: 3, faults: [{ kind: 'status' as const, status: 500, page: 2 }] };
    expect((await control.configure(token, settings)).settings).toEqual(settings);
    expect(await askJson<Json[]>(sandbox(), token, LIST)).toHaveLength(3);
    expect(await control.read(token)).toEqual(await sandbox().control.read(token));
    await control.remove(token);
    expect(await control.read(token)).toMatchObject({ settings: {}, stats: { requests: 0, log: [] } });
    expect(await askJson<Json[]>(sandbox(), token, LIST)).toHaveLength(20);
  });

  it.each([
    ['no JSON', '{', 'The body is not JSON'],
    ['a list', '[]', 'settings must be an object'],
    ['null', 'null', 'settings must be an object'],
    ['an unknown field', '{"latency":1}', 'settings.latency is not known'],
    ['a prototype name', '{"__proto__":{"latencyMs":1}}', 'settings.__proto__ is not known'],
    ['a negative latency', '{"latencyMs":-1}', 'settings.latencyMs must be a whole number from 0 to 600000'],
    ['too many companies', '{"companies":1e9}', 'settings.companies must be a whole number from 0 to 50000'],
    ['modules that are no list', '{"modules":"Cliente"}', 'settings.modules must be a list of module names'],
    ['faults that are no list', '{"faults":{}}', 'settings.faults must be a list of at most 100 faults'],
    ['a fault that is no object', '{"faults":[1]}', 'faults[0] must be an object'],
    ['an unknown kind', '{"faults":[{"kind":"toString"}]}', /^faults\[0\]\.kind must be one of status, slow/],
    ['a missing field', '{"faults":[{"kind":"redirect"}]}', 'faults[0].location is missing'],
    ['a field of another kind', '{"faults":[{"kind":"hang","ms":1}]}', 'faults[0].ms is not known'],
    ['a header injection', '{"faults":[{"kind":"redirect","location":"a\\r\\nb"}]}', /location must be 1 to 2000/],
    ['a bad scope', '{"faults":[{"kind":"hang","page":0}]}', /^faults\[0\]\.page must be a whole number/],
    ['a bad Retry-After', '{"faults":[{"kind":"status","status":429,"retryAfter":{}}]}', /seconds or an HTTP date/],
  ])('answers 400 to %s', async (_, body, message) => {
    const response = await fetch(`${sandbox().url}/_control/tokens/${freshToken()}`, { method: 'PUT', body });
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe('invalid_request');
    expect(error.message).toMatch(message);
  });

  it.each([
    ['PUT', `/_control/tokens/sandbox-x`, 'x'.repeat(300_000), 413, 'payload_too_large'],
    ['PUT', '/_control/tokens/live-token', '{}', 400, 'invalid_request'],
    ['POST', '/_control/tokens/sandbox-x', '{}', 405, 'method_not_allowed'],
    ['GET', '/_control/else', undefined, 404, 'not_found'],
  ])('answers %s %s with an error', async (method, path, body, status, code) => {
    const response = await fetch(sandbox().url + path, { method, ...(body === undefined ? {} : { body }) });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code } });
  });

  it('keeps the old settings when new ones are refused', async () => {
    const token = freshToken();
    const control = sandboxControl(sandbox().url);
    await control.configure(token, { companies: 3 });
    await expect(control.configure(token, { companies: -1 })).rejects.toThrow(/PUT answered 400 .*settings\.companies/);
    expect((await control.read(token)).settings).toEqual({ companies: 3 });
  });

  it('says that it is there', async () => {
    expect(await (await fetch(`${sandbox().url}/_control/health`)).json()).toEqual({ status: 'ok' });
  });
});

describe('Statistics', () => {
  it('counts requests by route and status and logs pages, times and faults, but no credentials', async () => {
    const token = freshToken();
    await sandbox().control.configure(token, { faults: [{ kind: 'status', status: 500, page: 2 }] });
    for (const path of [`${LIST}?Pagina=1`, `${LIST}?Pagina=2`, '/acessorias/companies/00000000000191']) {
      await (await ask(sandbox(), token, path)).arrayBuffer();
    }
    const { stats } = await sandbox().control.read(token);
    expect(stats).toMatchObject({
      requests: 3,
      started: 3,
      finished: 3,
      concurrent: 0,
      maxConcurrent: 1,
      byRoute: { 'GET /acessorias/companies/ListAll': 2, 'GET /acessorias/companies/{digits}': 1 },
      byStatus: { 200: 2, 500: 1 },
    });
    expect(stats.log.map((entry) => [entry.page, entry.status, entry.applied.join()])).toEqual([
      [1, 200, ''],
      [2, 500, 'status'],
      [1, 200, ''],
    ]);
    expect(stats.log.every((entry) => entry.complete && !Number.isNaN(Date.parse(entry.at)))).toBe(true);
    expect(JSON.stringify(stats)).not.toContain(token);
  });

  it('sees how many requests ran at once, and goes on when the settings are replaced', async () => {
    const token = freshToken();
    await sandbox().control.configure(token, { latencyMs: 60 });
    const answers = await Promise.all([1, 2, 3, 4].map((page) => ask(sandbox(), token, `${LIST}?Pagina=${page}`)));
    await Promise.all(answers.map((answer) => answer.arrayBuffer()));
    const { stats } = await sandbox().control.configure(token, {});
    expect([stats.maxConcurrent, stats.requests]).toEqual([4, 4]);
    expect(stats.log.every((entry) => (entry.durationMs ?? 0) >= 59)).toBe(true);
  });
});

describe('The server', () => {
  it('ends hanging, slow and idle connections at once when it closes, and frees the port', async () => {
    const own = await startSandbox({ port: 0, latencyMs: 0 });
    const [hanging, slow] = [freshToken(), freshToken()];
    await own.control.configure(hanging, { faults: [{ kind: 'hang' }] });
    await own.control.configure(slow, { latencyMs: 60_000 });
    await (await ask(own, freshToken(), LIST)).arrayBuffer();
    const waiting = [hanging, slow].map((token) => ask(own, token, LIST).then(String, () => 'cut'));
    await expect.poll(async () => (await own.control.read(slow)).stats.concurrent).toBe(1);
    await expect.poll(async () => (await own.control.read(hanging)).stats.concurrent).toBe(1);
    const began = performance.now();
    await own.close();
    await own.close();
    expect(await Promise.all(waiting)).toEqual(['cut', 'cut']);
    expect(performance.now() - began).toBeLessThan(1_000);
    const next = await startSandbox({ port: own.port, latencyMs: 0 });
    await next.close();
  });

  it('says which port it could not have', async () => {
    const { port } = sandbox();
    await expect(startSandbox({ port })).rejects.toThrow(`Listen on 127.0.0.1:${port}: listen EADDRINUSE`);
  });

  it('logs one line for each request, without the token', async () => {
    const lines: string[] = [];
    const own = await startSandbox({ port: 0, latencyMs: 0, log: (line) => lines.push(line) });
    const token = freshToken();
    await (await ask(own, token, `${LIST}?Pagina=4`)).arrayBuffer();
    await own.close();
    expect(lines).toEqual([expect.stringMatching(/^GET \/acessorias\/companies\/ListAll page=4 200 \d+ms/)]);
    expect(lines.join()).not.toContain(token);
  });
});
