import { describe, expect, it, vi } from 'vitest';
import { companyAt } from '../../../supabase/local/sandbox/world/companies.ts';
import { ask, askJson, freshToken, type Json, sandboxForFile } from './fixture.ts';

const sandbox = sandboxForFile();
const LIST = '/acessorias/companies/ListAll';

describe('Acessórias: companies', () => {
  it('gives all 511 companies in pages of 20 and then empty lists', async () => {
    const token = freshToken();
    const sizes: number[] = [];
    const documents = new Set<unknown>();
    for (let page = 1; page <= 28; page += 1) {
      const rows = await askJson<Json[]>(sandbox(), token, `${LIST}?Pagina=${page}`);
      sizes.push(rows.length);
      for (const row of rows) documents.add(row.Identificador);
    }
    expect(sizes).toEqual([...Array(25).fill(20), 11, 0, 0]);
    expect(documents.size).toBe(511);
  });

  it('ignores unknown parameters, so that page= reads page 1 for ever', async () => {
    const token = freshToken();
    const first = await askJson(sandbox(), token, `${LIST}?Pagina=1`);
    expect(await askJson(sandbox(), token, `${LIST}?page=7`)).toEqual(first);
    expect(await askJson(sandbox(), token, `${LIST}?pagina=7&limit=500`)).toEqual(first);
    expect(await askJson(sandbox(), token, `${LIST}?Pagina=zero`)).toEqual(first);
  });

  it('writes every value as a string and the document formatted', async () => {
    const rows = await askJson<Json[]>(sandbox(), freshToken(), `${LIST}?Pagina=3`);
    for (const row of rows) {
      expect(Object.values(row).every((value) => typeof value === 'string')).toBe(true);
      expect(row.Identificador).toMatch(/^\d{2}\.\d{3}\.\d{3}\/\d{4}-\d{2}$/);
    }
    expect(rows.some((row) => row.ClienteAte === '0000-00-00')).toBe(true);
  });

  it.each([
    ['contacts', ['ContatosNaEmpresa']],
    ['registrationData', ['Regime', 'GrupoDeEmpresas']],
    ['departments', ['Departamentos']],
    ['obligations', ['Obrigacoes']],
    ['stateRegistrations', []],
    ['contacts=1', []],
  ])('adds the fields of the flag %s only when it has no value', async (flag, fields) => {
    const token = freshToken();
    const [plain] = await askJson<[Json]>(sandbox(), token, LIST);
    const [flagged] = await askJson<[Json]>(sandbox(), token, `${LIST}?${flag}`);
    expect(Object.keys(flagged).filter((name) => !(name in plain))).toEqual(fields);
  });

  it('splits active and inactive companies with ativa', async () => {
    const token = freshToken();
    await sandbox().control.configure(token, { companies: 60, inactive: 5, rateLimitPerMinute: 1_000 });
    const read = async (filter: string): Promise<Json[]> =>
      (
        await Promise.all([1, 2, 3, 4].map((n) => askJson<Json[]>(sandbox(), token, `${LIST}?${filter}Pagina=${n}`)))
      ).flat();
    const [all, active, inactive] = await Promise.all([read(''), read('ativa=S&'), read('ativa=N&')]);
    expect(all).toHaveLength(60);
    expect(active.length + inactive.length).toBe(60);
    expect(new Set(active.map((row) => row.Status))).toEqual(new Set(['Ativa']));
    expect(inactive.slice(0, 5).map((row) => row.ID)).toEqual(['101', '102', '103', '104', '105']);
    expect(inactive.every((row) => row.Status === 'Inativa' && row.ClienteAte !== '0000-00-00')).toBe(true);
  });

  it('has a few inactive companies without being told', async () => {
    const token = freshToken();
    const rows = await askJson<Json[]>(sandbox(), token, `${LIST}?ativa=N`);
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.length).toBeLessThan(20);
  });

  it('answers one object for the digits of a company and an Erro with 200 for others', async () => {
    const token = freshToken();
    const company = await askJson<Json>(sandbox(), token, '/acessorias/companies/00000000000191?contacts');
    expect(company).toMatchObject({ ID: '101', Identificador: '00.000.000/0001-91', Razao: 'Banco do Brasil S.A.' });
    expect(company).toHaveProperty('ContatosNaEmpresa');
    await sandbox().control.configure(token, { companies: 541 });
    const withLetters = companyAt(513).cnpj;
    expect(await askJson<Json>(sandbox(), token, `/acessorias/companies/${withLetters}`)).toMatchObject({ ID: '614' });
    const missing = await askJson(sandbox(), token, '/acessorias/companies/99999999999999');
    expect(missing).toEqual({ Erro: 'Empresa não encontrada' });
  });
});

describe('Acessórias: deliveries and processes', () => {
  it('requires both dates of deliveries and pages them by 50', async () => {
    const token = freshToken();
    const path = '/acessorias/deliveries/00000000000191';
    expect(await askJson(sandbox(), token, `${path}?DtInitial=2026-01-01`)).toHaveProperty('Erro');
    expect(await askJson(sandbox(), token, `${path}?DtInitial=2026-13-01&DtFinal=2026-12-31`)).toHaveProperty('Erro');
    const range = `${path}?DtInitial=2025-01-01&DtFinal=2026-12-31`;
    expect(await askJson<Json[]>(sandbox(), token, range)).toHaveLength(50);
    expect(await askJson<Json[]>(sandbox(), token, `${range}&Pagina=2`)).toHaveLength(46);
    expect(await askJson<Json[]>(sandbox(), token, `${range}&Pagina=3`)).toEqual([]);
  });

  it('lists all deliveries only since today or yesterday', async () => {
    const token = freshToken();
    const yesterday = new Date(Date.now() - 27 * 3_600_000).toISOString().slice(0, 10);
    expect(await askJson(sandbox(), token, `/acessorias/deliveries/ListAll?DtLastDH=${yesterday}`)).toHaveLength(50);
    expect(await askJson(sandbox(), token, '/acessorias/deliveries/ListAll?DtLastDH=2020-01-01')).toHaveProperty(
      'Erro',
    );
  });

  it('repeats and skips processes between pages', async () => {
    const token = freshToken();
    const ids: unknown[] = [];
    for (const page of [1, 2, 3]) {
      const rows = await askJson<Json[]>(sandbox(), token, `/acessorias/processes/ListAll?Pagina=${page}`);
      ids.push(...rows.map((row) => Number(row.ID)));
    }
    expect(new Set(ids).size).toBeLessThan(ids.length);
    expect(ids).not.toContain(9_040);
    expect(ids).toContain(9_043);
  });
});

describe('Acessórias: access', () => {
  it.each([
    ['no header', undefined],
    ['another token', 'Bearer live-token'],
    ['another scheme', 'ApiKey sandbox-x'],
    ['an empty token', 'Bearer '],
  ])('answers 401 to %s', async (_, authorization) => {
    const headers: Record<string, string> = authorization === undefined ? {} : { Authorization: authorization };
    const response = await fetch(sandbox().url + LIST, { headers });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ Erro: 'Credencial inválida' });
  });

  it('refuses the 101st request of a minute without Retry-After and always claims that none remain', async () => {
    const token = freshToken();
    for (let n = 0; n < 100; n += 1) {
      const response = await ask(sandbox(), token, '/acessorias/companies/1');
      expect(response.status).toBe(200);
      expect(response.headers.get('x-ratelimit-remaining')).toBe('0');
      await response.arrayBuffer();
    }
    const refused = await ask(sandbox(), token, LIST);
    expect(refused.status).toBe(429);
    expect(refused.headers.has('retry-after')).toBe(false);
    expect((await ask(sandbox(), freshToken(), LIST)).status).toBe(200);
  });

  it('admits again when the window has moved on, and sends Retry-After when told to', async () => {
    const token = freshToken();
    await sandbox().control.configure(token, { rateLimitPerMinute: 1, rateLimitWindowMs: 300, sendRetryAfter: true });
    expect((await ask(sandbox(), token, LIST)).status).toBe(200);
    const refused = await ask(sandbox(), token, LIST);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    await vi.waitFor(async () => expect((await ask(sandbox(), token, LIST)).status).toBe(200), { timeout: 3_000 });
  });

  it('answers 404 to unknown paths and 405 to other methods', async () => {
    const token = freshToken();
    expect((await ask(sandbox(), token, '/acessorias/nada')).status).toBe(404);
    expect((await ask(sandbox(), token, LIST, { method: 'POST', body: 'x' })).status).toBe(405);
    expect((await fetch(`${sandbox().url}/outro/companies`)).status).toBe(404);
  });
});
