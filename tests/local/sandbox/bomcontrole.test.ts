import { describe, expect, it } from 'vitest';
import { ask, askJson, freshToken, type Json, movementsPath, sandboxForFile, unlimited, wallText } from './fixture.ts';

interface Page {
  Itens: Json[];
  TotalItens: number;
}

const NOON = Date.parse('2026-08-20T15:00:00Z');
let now = NOON;
const sandbox = sandboxForFile({ now: () => now });
const WIDE = { dataInicio: wallText(-400, NOON), dataTermino: wallText(400, NOON), tipoData: 'DataPadrao' };
const SIZE = 'paginacao.itensPorPagina';
const NUMBER = 'paginacao.numeroDaPagina';

async function readAll(token: string, query: Record<string, string | number>): Promise<Json[]> {
  const rows: Json[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await askJson<Page>(sandbox(), token, movementsPath({ ...query, [SIZE]: 100, [NUMBER]: page }));
    if (answer.Itens.length === 0) {
      expect(rows).toHaveLength(answer.TotalItens);
      return rows;
    }
    rows.push(...answer.Itens);
  }
}

describe('Bom Controle: clients', () => {
  it('gives all clients at once: a bare array with one of the two person fields null', async () => {
    const clients = await askJson<Json[]>(sandbox(), freshToken(), '/bomcontrole/Cliente/Pesquisar?pesquisa=');
    expect(clients).toHaveLength(517);
    expect(clients.filter((client) => client.PessoaJuridica === null)).toHaveLength(6);
    expect(clients.every((client) => (client.PessoaJuridica === null) !== (client.PessoaFisica === null))).toBe(true);
    expect(clients[0]).toMatchObject({ TipoPessoa: 'Juridica', PessoaJuridica: { Documento: '00000000000191' } });
  });

  it('searches clients by name or document, also below the base that ends in /integracao', async () => {
    const token = freshToken();
    const path = '/bomcontrole/integracao/Cliente/Pesquisar?pesquisa=banco%20inbursa';
    const found = await askJson<Json[]>(sandbox(), token, path);
    expect(found).toMatchObject([{ PessoaJuridica: { Documento: '04866275000163' } }]);
    expect(await askJson(sandbox(), token, '/bomcontrole/Empresa/Pesquisar')).toHaveLength(1);
  });
});

describe('Bom Controle: movements', () => {
  it('pages by 50, and by 100 at most', async () => {
    const token = freshToken();
    const first = await askJson<Page>(sandbox(), token, movementsPath(WIDE));
    expect(first.Itens).toHaveLength(50);
    expect(first.TotalItens).toBe(517 * 6 + 12 * 6);
    const large = await askJson<Page>(sandbox(), token, movementsPath({ ...WIDE, [SIZE]: 5_000 }));
    expect(large.Itens).toHaveLength(100);
    const beyond = await askJson<Page>(sandbox(), token, movementsPath({ ...WIDE, [NUMBER]: 900 }));
    expect(beyond).toEqual({ Itens: [], TotalItens: first.TotalItens });
  });

  it('gives each instalment once, with a stable guid, and every status', async () => {
    const token = freshToken();
    await unlimited(sandbox(), token);
    const rows = await readAll(token, WIDE);
    const ids = rows.map((row) => row.IdMovimentacaoFinanceiraParcela);
    expect(new Set(ids).size).toBe(rows.length);
    const again = await readAll(token, { ...WIDE, despesa: 'false' });
    const expenses = await readAll(token, { ...WIDE, despesa: 'true' });
    expect(ids).toEqual(expect.arrayContaining([again[0]?.IdMovimentacaoFinanceiraParcela]));
    expect([again.every((row) => row.Debito === false), expenses.every((row) => row.Debito === true)]).toEqual([
      true,
      true,
    ]);
    expect(again.length + expenses.length).toBe(rows.length);
    const parts = await Promise.all(
      ['Quitado', 'Atrasado', 'Agendado'].map((status) => readAll(token, { ...WIDE, status })),
    );
    expect(parts.every((part) => part.length > 0)).toBe(true);
    expect(parts.flat()).toHaveLength(rows.length);
    const [paid = [], late = [], due = []] = parts;
    expect(paid.every((row) => row.DataQuitacao !== null)).toBe(true);
    expect(late.every((row) => row.DataQuitacao === null && String(row.DataVencimento) < wallText(0, NOON))).toBe(true);
    expect(due.every((row) => row.DataQuitacao === null && String(row.DataVencimento) >= wallText(-1, NOON))).toBe(
      true,
    );
  });

  it('keeps to the window of dates', async () => {
    const token = freshToken();
    await unlimited(sandbox(), token);
    const from = wallText(-20, NOON);
    const to = wallText(0, NOON);
    const rows = await readAll(token, { dataInicio: from, dataTermino: to, tipoData: 'DataPadrao' });
    const dates = rows.map((row) => String(row.DataVencimento).replace('T', ' '));
    expect(dates.length).toBeGreaterThan(100);
    expect(dates.every((date) => date >= from && date <= to)).toBe(true);
  });

  it.each(['DataPrevista', 'DataPagamento', 'DataCompetencia', 'DataConciliacao', 'Criacao', 'UltimaAlteracao'])(
    'finds movements by %s',
    async (tipoData) => {
      const page = await askJson<Page>(sandbox(), freshToken(), movementsPath({ ...WIDE, tipoData }));
      expect(page.TotalItens).toBeGreaterThan(500);
    },
  );

  it('finds by UltimaAlteracao exactly what was changed since', async () => {
    const token = freshToken();
    await unlimited(sandbox(), token);
    const before = await readAll(token, WIDE);
    const query = { dataInicio: wallText(0, NOON), dataTermino: wallText(1, NOON), tipoData: 'UltimaAlteracao' };
    expect(await readAll(token, query)).toEqual([]);
    await sandbox().control.configure(token, { changed: 25, rateLimitPerMinute: 1_000_000 });
    const changed = await readAll(token, query);
    expect(changed).toHaveLength(25);
    const old = new Map(before.map((row) => [row.IdMovimentacaoFinanceiraParcela, Number(row.Valor)]));
    for (const row of changed) {
      const value = old.get(row.IdMovimentacaoFinanceiraParcela) ?? Number.NaN;
      expect(row.Valor).toBeCloseTo(value + 10, 5);
      expect(row.DataUltimaAlteracao).toBe('2026-08-20T12:00:00');
    }
  });

  it('settles instalments as time goes by, and keeps their guids from month to month', async () => {
    const token = freshToken();
    await unlimited(sandbox(), token);
    const before = await readAll(token, WIDE);
    try {
      now = NOON + 14 * 86_400_000;
      const query = { dataInicio: wallText(0, NOON), dataTermino: wallText(14, NOON), tipoData: 'UltimaAlteracao' };
      const paid = await readAll(token, query);
      expect(paid.length).toBeGreaterThan(50);
      expect(paid.every((row) => row.DataQuitacao === row.DataUltimaAlteracao)).toBe(true);
      const known = new Map(before.map((row) => [row.IdMovimentacaoFinanceiraParcela, row.DataQuitacao]));
      expect(paid.every((row) => known.get(row.IdMovimentacaoFinanceiraParcela) === null)).toBe(true);
    } finally {
      now = NOON;
    }
  });
});

describe('Bom Controle: refusals', () => {
  it.each([
    ['dataInicio', { ...WIDE, dataInicio: '' }],
    ['dataTermino without a time', { ...WIDE, dataTermino: '2026-01-01' }],
    ['tipoData', { ...WIDE, tipoData: 'constructor' }],
    ['status', { ...WIDE, status: 'Aberto' }],
    ['despesa', { ...WIDE, despesa: 'sim' }],
  ])('answers 400 to a bad or missing %s', async (_, query) => {
    expect((await ask(sandbox(), freshToken(), movementsPath(query))).status).toBe(400);
  });

  it('refuses dates whose space was written as +', async () => {
    const path = movementsPath(WIDE).replaceAll('%20', '+');
    expect((await ask(sandbox(), freshToken(), path)).status).toBe(400);
  });

  it('varies the body of an error: four objects and plain text', async () => {
    const token = freshToken();
    const bodies: string[] = [];
    for (let n = 0; n < 5; n += 1) bodies.push(await (await ask(sandbox(), token, movementsPath({}))).text());
    const message = 'O campo dataInicio é obrigatório no formato AAAA-MM-DD HH:MM:SS';
    const objects = ['Message', 'Mensagem', 'error', 'title'].map((name) => JSON.stringify({ [name]: message }));
    expect(new Set(bodies)).toEqual(new Set([...objects, message]));
  });

  it('answers 429 after about ten quick calls and 403 outside the modules of the key', async () => {
    const quick = freshToken();
    const answers = await Promise.all(Array.from({ length: 14 }, () => ask(sandbox(), quick, movementsPath(WIDE))));
    const refused = answers.filter((answer) => answer.status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(2);
    expect(refused.length).toBeLessThanOrEqual(4);
    const limited = freshToken();
    await sandbox().control.configure(limited, { modules: ['Cliente'] });
    expect((await ask(sandbox(), limited, '/bomcontrole/Cliente/Pesquisar')).status).toBe(200);
    expect((await ask(sandbox(), limited, movementsPath(WIDE))).status).toBe(403);
  });

  it('wants the scheme ApiKey', async () => {
    const headers = { Authorization: `Bearer ${freshToken()}` };
    expect((await fetch(`${sandbox().url}/bomcontrole/Cliente/Pesquisar`, { headers })).status).toBe(401);
  });
});
