import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../../supabase/local/sandbox/server.ts';
import { BASE_COMPANIES, companyAt, MAX_COMPANIES } from '../../../supabase/local/sandbox/world/companies.ts';
import { completeCnpj, completeCpf, formatCnpj } from '../../../supabase/local/sandbox/world/documents.ts';
import { askJson, freshToken, type Json, movementsPath, sandboxForFile, unlimited } from './fixture.ts';

const NOW = Date.parse('2026-08-20T15:00:00Z');
const sandbox = sandboxForFile({ now: () => NOW });

describe('Documents', () => {
  it('computes the check digits of known documents', () => {
    expect(completeCnpj('000000000001')).toBe('00000000000191');
    expect(completeCnpj('336572480001')).toBe('33657248000189');
    expect(completeCnpj('12ABC34501DE')).toBe('12ABC34501DE35');
    expect(completeCpf('111444777')).toBe('11144477735');
    expect(formatCnpj('33657248000189')).toBe('33.657.248/0001-89');
    expect(formatCnpj('12ABC34501DE35')).toBe('12.ABC.345/01DE-35');
  });
});

describe('Companies', () => {
  it('has 511 real ones, and synthetic ones whose documents are valid and never twice', () => {
    expect(BASE_COMPANIES).toBe(511);
    const documents = Array.from({ length: MAX_COMPANIES }, (_, index) => companyAt(index).cnpj);
    expect(documents.every((cnpj) => cnpj.length === 14 && cnpj === completeCnpj(cnpj.slice(0, 12)))).toBe(true);
    expect(new Set(documents).size).toBe(MAX_COMPANIES);
    // Those of the real ones are as they were issued; of the others every third has letters.
    expect(documents.slice(0, BASE_COMPANIES).filter((cnpj) => /\D/.test(cnpj))).toEqual([]);
    expect(documents.slice(BASE_COMPANIES, BASE_COMPANIES + 30).filter((cnpj) => /\D/.test(cnpj))).toHaveLength(10);
  });

  it('serves 20,000 companies from all three providers', async () => {
    const token = freshToken();
    await sandbox().control.configure(token, { companies: 20_000, rateLimitPerMinute: 1_000 });
    const page = (n: number) => askJson<Json[]>(sandbox(), token, `/acessorias/companies/ListAll?Pagina=${n}`);
    expect([(await page(1_000)).length, (await page(1_001)).length]).toEqual([20, 0]);
    const query = { dataInicio: '2026-01-01 00:00:00', dataTermino: '2026-12-31 23:59:59', tipoData: 'DataPadrao' };
    const movements = await askJson<Json>(sandbox(), token, movementsPath(query));
    expect(movements.TotalItens).toBe(20_200 * 6 + 72);
    const contacts = await askJson<Json>(sandbox(), token, '/onecode/api/contacts?pageSize=500');
    expect(contacts.lastPage).toBeGreaterThan(50);
  });
});

describe('Determinism', () => {
  const paths = [
    '/acessorias/companies/ListAll?Pagina=7&contacts&registrationData&departments&obligations',
    '/acessorias/deliveries/00000000000191?DtInitial=2026-01-01&DtFinal=2026-03-31',
    '/bomcontrole/Cliente/Pesquisar',
    movementsPath({ dataInicio: '2026-01-01 00:00:00', dataTermino: '2026-12-31 23:59:59', tipoData: 'DataPadrao' }),
    '/onecode/api/contacts?page=2&pageSize=100',
  ];

  it.each(paths)('answers the same from two servers: %s', async (path) => {
    const other = await startSandbox({ port: 0, latencyMs: 0, now: () => NOW });
    try {
      expect(await askJson(other, freshToken(), path)).toEqual(await askJson(sandbox(), freshToken(), path));
    } finally {
      await other.close();
    }
  });

  it('does not change companies with the day', async () => {
    const later = await startSandbox({ port: 0, latencyMs: 0, now: () => NOW + 40 * 86_400_000 });
    const path = '/acessorias/companies/ListAll?Pagina=2&contacts&registrationData&obligations';
    try {
      expect(await askJson(later, freshToken(), path)).toEqual(await askJson(sandbox(), freshToken(), path));
    } finally {
      await later.close();
    }
  });

  it('changes the first companies on request, and only those, and keeps their documents', async () => {
    const token = freshToken();
    const path = '/acessorias/companies/ListAll?contacts&registrationData';
    const before = await askJson<Json[]>(sandbox(), token, path);
    await sandbox().control.configure(token, { changed: 7 });
    const after = await askJson<Json[]>(sandbox(), token, path);
    const differs = after.map((row, index) => JSON.stringify(row) !== JSON.stringify(before[index]));
    expect(differs).toEqual(after.map((_, index) => index < 7));
    expect(after.map((row) => row.Identificador)).toEqual(before.map((row) => row.Identificador));
    await unlimited(sandbox(), token);
    expect(await askJson(sandbox(), token, path)).toEqual(before);
  });
});
