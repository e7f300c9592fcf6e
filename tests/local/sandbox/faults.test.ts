import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../supabase/local/sandbox/types.ts';
import { ask, askJson, freshToken, type Json, sandboxForFile } from './fixture.ts';

const sandbox = sandboxForFile();
const COMPANIES = '/acessorias/companies/ListAll?Pagina=';
const CONTACTS = '/onecode/api/contacts?pageSize=20&page=';
const MOVEMENTS =
  '/bomcontrole/Financeiro/PesquisaDetalhada?dataInicio=2000-01-01%2000:00:00&dataTermino=2100-01-01%2000:00:00&tipoData=DataPadrao&paginacao.numeroDaPagina=';

async function tokenWith(...faults: Fault[]): Promise<string> {
  const token = freshToken();
  await sandbox().control.configure(token, { faults, rateLimitPerMinute: 1_000 });
  return token;
}

async function ids(token: string, page: number): Promise<unknown[]> {
  return (await askJson<Json[]>(sandbox(), token, COMPANIES + page)).map((row) => row.ID);
}

describe('Faults that replace the answer', () => {
  it.each<[string, Fault, string, number, RegExp]>([
    ['status 401', { kind: 'status', status: 401 }, COMPANIES, 401, /^\{"Erro":/],
    ['status 403 with a text', { kind: 'status', status: 403, message: 'não' }, CONTACTS, 403, /^\{"error":"não"\}$/],
    ['status 404', { kind: 'status', status: 404 }, COMPANIES, 404, /Erro/],
    ['status 429', { kind: 'status', status: 429 }, MOVEMENTS, 429, /429/],
    ['status 500', { kind: 'status', status: 500 }, MOVEMENTS, 500, /500/],
    ['status 502', { kind: 'status', status: 502 }, CONTACTS, 502, /error/],
    ['status 503', { kind: 'status', status: 503 }, COMPANIES, 503, /Erro/],
    ['erro_200', { kind: 'erro_200' }, COMPANIES, 200, /^\{"Erro":"Token sem permissão"\}$/],
    ['html_200', { kind: 'html_200' }, MOVEMENTS, 200, /^<!DOCTYPE html>/],
    ['no_content', { kind: 'no_content' }, COMPANIES, 204, /^$/],
    ['echo_token', { kind: 'echo_token' }, COMPANIES, 200, /^\{"Erro":"[^"]*Bearer sandbox-test-\d+"\}$/],
    ['echo_token 401', { kind: 'echo_token', status: 401 }, MOVEMENTS, 401, /ApiKey sandbox-test-\d+/],
  ])('%s', async (_, fault, path, status, body) => {
    const response = await ask(sandbox(), await tokenWith(fault), `${path}1`);
    expect(response.status).toBe(status);
    expect(await response.text()).toMatch(body);
  });

  it('sends Retry-After in the given form, or none', async () => {
    const date = 'Wed, 21 Oct 2026 07:28:00 GMT';
    const token = await tokenWith(
      { kind: 'status', status: 429, retryAfter: 3, times: 1 },
      { kind: 'status', status: 429, retryAfter: date, times: 1 },
      { kind: 'status', status: 429 },
    );
    const headers: (string | null)[] = [];
    for (let n = 0; n < 3; n += 1) headers.push((await ask(sandbox(), token, COMPANIES)).headers.get('retry-after'));
    expect(headers).toEqual(['3', date, null]);
  });

  it('redirects to the given place with the given status', async () => {
    const location = 'http://169.254.169.254/latest/meta-data';
    const token = await tokenWith({ kind: 'redirect', location, status: 307 });
    const response = await ask(sandbox(), token, COMPANIES, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([307, location]);
  });

  it.each<Fault['kind']>(['truncated_json', 'garbage'])('%s is no JSON', async (kind) => {
    const token = await tokenWith({ kind } as Fault);
    const text = await (await ask(sandbox(), token, `${CONTACTS}1`)).text();
    expect(text.length).toBeGreaterThan(100);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  it.each([COMPANIES, CONTACTS, MOVEMENTS])('streams a huge but valid page: %s', async (path) => {
    const token = await tokenWith({ kind: 'huge', bytes: 3_000_000 });
    const response = await ask(sandbox(), token, `${path}1`);
    expect(response.headers.has('content-length')).toBe(false);
    const text = await response.text();
    expect(text.length).toBeGreaterThan(3_000_000);
    expect(JSON.stringify(JSON.parse(text)).length).toBe(text.length);
  });
});

describe('Faults of the connection', () => {
  it('slow adds its time to the latency', async () => {
    const token = await tokenWith({ kind: 'slow', ms: 120 });
    const began = performance.now();
    expect((await ask(sandbox(), token, COMPANIES)).status).toBe(200);
    expect(performance.now() - began).toBeGreaterThan(115);
  });

  it('hang never answers, and a client that gives up is counted as finished', async () => {
    const token = await tokenWith({ kind: 'hang' });
    await expect(ask(sandbox(), token, COMPANIES, { signal: AbortSignal.timeout(100) })).rejects.toThrow(/timeout/);
    await expect
      .poll(async () => (await sandbox().control.read(token)).stats)
      .toMatchObject({ concurrent: 0, finished: 1 });
    const [entry] = (await sandbox().control.read(token)).stats.log;
    expect(entry).toMatchObject({ status: 0, complete: false, applied: ['hang'] });
  });

  it('hang in the body sends the headers and half of the page', async () => {
    const token = await tokenWith({ kind: 'hang', when: 'body' });
    const response = await ask(sandbox(), token, `${COMPANIES}1`, { signal: AbortSignal.timeout(100) });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow(/timeout/);
  });

  it('reset closes the connection before the answer or in the middle of the body', async () => {
    const before = await tokenWith({ kind: 'reset' });
    await expect(ask(sandbox(), before, COMPANIES)).rejects.toThrow(/fetch failed/);
    const inBody = await tokenWith({ kind: 'reset', when: 'body' });
    const response = await ask(sandbox(), inBody, `${COMPANIES}1`);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow(/terminated/);
  });
});

describe('Faults of paging', () => {
  it('empty_page_once empties a page once', async () => {
    const token = await tokenWith({ kind: 'empty_page_once', page: 2 });
    expect((await ids(token, 1)).length).toBe(20);
    expect(await ids(token, 2)).toEqual([]);
    expect((await ids(token, 2)).length).toBe(20);
  });

  it('repeated_page gives the page before, a given page, or always the first', async () => {
    const once = await tokenWith({ kind: 'repeated_page', page: 3 });
    expect(await ids(once, 3)).toEqual(await ids(once, 2));
    expect(await ids(once, 4)).not.toEqual(await ids(once, 3));
    const always = await tokenWith({ kind: 'repeated_page' });
    expect(await ids(always, 900)).toEqual(await ids(always, 1));
    const second = await tokenWith({ kind: 'repeated_page', page: 5, as: 2 });
    expect(await ids(second, 5)).toEqual(await ids(second, 2));
  });

  it('rows_on_two_pages repeats rows without losing any', async () => {
    const token = await tokenWith({ kind: 'rows_on_two_pages', rows: 4 });
    const all: unknown[] = [];
    for (let page = 1; page <= 27; page += 1) all.push(...(await ids(token, page)));
    expect([all.length, new Set(all).size]).toEqual([515, 511]);
    const [first, second] = [await ids(token, 1), await ids(token, 2)];
    expect(second.slice(0, 4)).toEqual(first.slice(-4));
  });
});

describe('Faults of a live list', () => {
  it('rows_vanish moves all others up, and the totals with them', async () => {
    const token = await tokenWith({ kind: 'rows_vanish', rows: 2, afterRequests: 1 });
    const before = await ids(token, 1);
    expect(await ids(token, 1)).toEqual([...before.slice(2), '121', '122']);
    const lied = await askJson<{ TotalItens: number }>(sandbox(), token, `${MOVEMENTS}1`);
    const honest = await askJson<{ TotalItens: number }>(sandbox(), await tokenWith(), `${MOVEMENTS}1`);
    expect(lied.TotalItens).toBe(honest.TotalItens - 2);
  });

  it('announced says what it is told', async () => {
    const token = await tokenWith({ kind: 'announced', value: 1200, pages: 1 });
    expect(await askJson(sandbox(), token, `${MOVEMENTS}1`)).toMatchObject({ TotalItens: 1200 });
    expect(await askJson(sandbox(), token, `${CONTACTS}1`)).toMatchObject({ lastPage: 1, count: 1200 });
  });

  it('empty_for empties a page for a while', async () => {
    const token = await tokenWith({ kind: 'empty_for', ms: 80, page: 2 });
    expect(await ids(token, 2)).toEqual([]);
    expect(await ids(token, 1)).toHaveLength(20);
    await expect.poll(() => ids(token, 2), { timeout: 5_000 }).toHaveLength(20);
  });
});

describe('Faults of what is sent', () => {
  it.each<[string, Fault, number, string | RegExp]>([
    ['null_body', { kind: 'null_body' }, 200, 'null'],
    ['erro_200 in a list', { kind: 'erro_200', shape: 'list' }, 200, '[{"Erro":"Token sem permissão"}]'],
    ['erro_200 as a message', { kind: 'erro_200', shape: 'message', message: 'x' }, 200, '{"message":"x"}'],
    ['challenge', { kind: 'challenge' }, 403, /^<!DOCTYPE html>/],
    ['big_ids', { kind: 'big_ids' }, 200, /"ID":9007199254740900101,/],
  ])('%s', async (_, fault, status, body) => {
    const response = await ask(sandbox(), await tokenWith(fault), `${COMPANIES}1`);
    expect(response.status).toBe(status);
    expect(await response.text()).toMatch(body);
    expect(response.headers.get('cf-mitigated')).toBe(fault.kind === 'challenge' ? 'challenge' : null);
  });

  it.each<[Fault['kind'], string]>([
    ['latin1', 'iso-8859-1'],
    ['latin1_as_utf8', 'utf-8'],
  ])('%s sends Latin-1 and declares %s', async (kind, charset) => {
    const response = await ask(sandbox(), await tokenWith({ kind } as Fault), `${COMPANIES}1`);
    expect(response.headers.get('content-type')).toBe(`application/json; charset=${charset}`);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.toString('latin1')).toMatch(/[À-ÿ]/);
    expect(bytes.toString('utf8')).toContain('\ufffd');
  });

  it('status with hangs sends its headers and never ends', async () => {
    const token = await tokenWith({ kind: 'status', status: 429, hangs: true, retryAfter: '45.1' });
    const response = await ask(sandbox(), token, COMPANIES);
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '45.1']);
    const ended = await Promise.race([response.text().then(() => true), delay(100, false)]);
    expect(ended).toBe(false);
  });
});

describe('Faults of rows', () => {
  it.each<[Fault['kind'], string, (row: Json) => unknown]>([
    ['nul_text', COMPANIES, (row) => String(row.Razao).includes('\u0000')],
    ['bad_document', COMPANIES, (row) => row.Identificador === '11.111.111/1111-12'],
    ['missing_fields', COMPANIES, (row) => !('Identificador' in row) && !('Razao' in row)],
    ['wrong_types', COMPANIES, (row) => typeof row.Razao === 'object'],
    ['nul_text', CONTACTS, (row) => String(row.name).includes('\u0000')],
    ['missing_fields', CONTACTS, (row) => !('id' in row)],
    ['wrong_types', MOVEMENTS, (row) => typeof row.Valor === 'string'],
    ['bad_document', MOVEMENTS, (row) => row.DocumentoClienteFornecedor === '11.111.111/1111-12'],
  ])('%s damages as many rows of %s as asked for', async (kind, path, isDamaged) => {
    const token = await tokenWith({ kind, rows: 2 } as Fault);
    const body = await askJson<Json[] | { contacts?: Json[]; Itens?: Json[] }>(sandbox(), token, `${path}1`);
    const rows = Array.isArray(body) ? body : (body.contacts ?? body.Itens ?? []);
    expect(rows.map((row) => Boolean(isDamaged(row))).slice(0, 4)).toEqual([true, true, false, false]);
  });
});

describe('Shapes', () => {
  it('gives Bom Controle a bare array where it pages, and a paged list where it does not', async () => {
    const token = await tokenWith({ kind: 'bare_array' }, { kind: 'paged' });
    expect(await askJson(sandbox(), token, `${MOVEMENTS}1`)).toHaveLength(50);
    const clients = await askJson<Json>(sandbox(), token, '/bomcontrole/Cliente/Pesquisar?paginacao.itensPorPagina=20');
    expect(clients).toMatchObject({ TotalItens: 517 });
  });

  it('gives OneCode the variants that clients have met', async () => {
    const keys = async (kind: Fault['kind']): Promise<unknown> => {
      const body = await askJson<Json>(sandbox(), await tokenWith({ kind } as Fault), `${CONTACTS}1`);
      return Array.isArray(body) ? 'array' : Object.keys(body);
    };
    expect(await keys('page_count')).toEqual(['contacts', 'pageCount']);
    expect(await keys('data_key')).toEqual(['data', 'lastPage']);
    expect(await keys('bare_array')).toBe('array');
    const phone = await askJson<{ contacts: Json[] }>(
      sandbox(),
      await tokenWith({ kind: 'phone_key' }),
      `${CONTACTS}1`,
    );
    expect(phone.contacts.every((row) => 'phone' in row && !('number' in row))).toBe(true);
  });
});

describe('The scope of a fault', () => {
  it('keeps to its page, path and number of times', async () => {
    const token = await tokenWith({ kind: 'status', status: 500, page: 2, path: '/companies/ListAll', times: 2 });
    const status = async (path: string): Promise<number> => (await ask(sandbox(), token, path)).status;
    expect(await status(`${COMPANIES}1`)).toBe(200);
    expect(await status('/acessorias/processes/ListAll?Pagina=2')).toBe(200);
    expect([await status(`${COMPANIES}2`), await status(`${COMPANIES}2`), await status(`${COMPANIES}2`)]).toEqual([
      500, 500, 200,
    ]);
  });

  it('begins after so many requests, counted from the configuration', async () => {
    const token = await tokenWith({ kind: 'status', status: 503, afterRequests: 2 });
    const statuses: number[] = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await ask(sandbox(), token, COMPANIES)).status);
    expect(statuses).toEqual([200, 200, 503, 503]);
  });

  it('is one token only', async () => {
    await tokenWith({ kind: 'status', status: 500 });
    expect((await ask(sandbox(), freshToken(), COMPANIES)).status).toBe(200);
  });
});
