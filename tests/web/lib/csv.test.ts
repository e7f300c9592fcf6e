// @vitest-environment node
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_FILTERS, SCHEDULED } from '../../../src/lib/executions/filters.ts';
import { csvCell, csvLine } from '../../../src/lib/export/csv.ts';
import { executionCsv, executionCsvName } from '../../../src/lib/export/execution-csv.ts';
import { toJob } from '../../../src/lib/jobs/job.ts';
import { jobRow } from '../support/world.ts';

/** Reads CSV as a spreadsheet does; written apart from the writer, character by character. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') cell += text[++at];
      else isQuoted = false;
    } else if (char === '"' && cell === '') isQuoted = true;
    else if (char === ';') {
      row.push(cell);
      cell = '';
    } else if (char === '\r' && text[at + 1] === '\n') {
      at += 1;
      rows.push([...row, cell]);
      row = [];
      cell = '';
    } else cell += char;
  }
  return rows;
}

const ALPHABET = ['a', 'ã', "'", ' ', '1', ';', ',', '"', '\n', '\r', '\t', '=', '+', '-', '@'];

/** Every text of up to `length` characters of the alphabet. */
function textsUpTo(length: number): string[] {
  if (length === 0) return [''];
  const shorter = textsUpTo(length - 1);
  const longest = shorter.filter((text) => text.length === length - 1);
  return [...shorter, ...longest.flatMap((text) => ALPHABET.map((char) => text + char))];
}

const START = ['=', '+', '-', '@'];
/** As the writer should see it, written apart from it: what is left when everything that is not seen is taken from the front. */
const runsAsFormula = (text: string) =>
  ['\t', '\r', '\n'].some((start) => text.startsWith(start)) ||
  START.some((start) => text.replace(/^[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/, '').startsWith(start));
const shown = (text: string) => (runsAsFormula(text) ? `'${text}` : text);

describe('CSV writer', () => {
  const texts = textsUpTo(3);

  it('writes every text of three characters so that it is read back, with an apostrophe before a formula only', () => {
    expect(texts).toHaveLength(1 + 15 + 15 ** 2 + 15 ** 3);
    const wrong = texts.filter(
      (text) => JSON.stringify(parse(csvLine(['x', text]))) !== JSON.stringify([['x', shown(text)]]),
    );
    expect(wrong).toEqual([]);
  });

  it('never writes a cell that a spreadsheet runs, quoted or not', () => {
    const dangerous = texts.filter((text) => runsAsFormula(csvCell(text).replace(/^"/, '')));
    expect(dangerous).toEqual([]);
  });

  it('keeps the cells of a file apart, whatever is in them', () => {
    const cell = fc
      .array(fc.constantFrom(...ALPHABET, '€', '😀', 'ç'), { maxLength: 12 })
      .map((chars) => chars.join(''));
    const file = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(file, (rows) => {
        expect(parse(rows.map(csvLine).join(''))).toEqual(rows.map((row) => row.map(shown)));
      }),
    );
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['-5', "'-5"],
    ['diz "oi"', '"diz ""oi"""'],
    ['a;b', '"a;b"'],
    ['duas\nlinhas', '"duas\nlinhas"'],
    ['=HYPERLINK("http://x";"y")', '"\'=HYPERLINK(""http://x"";""y"")"'],
    ['', ''],
    // Full-width and small forms, which some spreadsheets read as the plain ones.
    ['＝1+1', "'＝1+1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠SUM(1)', "'＠SUM(1)"],
    ['﹦1', "'﹦1"],
    ['−1', "'−1"],
    // What is in front of the formula and is not seen.
    [' =1+1', "' =1+1"],
    ['\n=1+1', '"\'\n=1+1"'],
    ['\u00a0\u3000=1', "'\u00a0\u3000=1"],
    ['\ufeff=1', "'\ufeff=1"],
    ['\u202e\u200b=1', "'\u202e\u200b=1"],
    ['\u0000=1', "'\u0000=1"],
    // Nothing of that kind.
    ['a=1', 'a=1'],
    [' a', ' a'],
    ['São João', 'São João'],
  ])('writes %j as %j', (text, expected) => expect(csvCell(text)).toBe(expected));
});

describe('exported executions', () => {
  const people = new Map([['user-admin', 'admin@aurora.test']]);
  const csv = executionCsv({
    integrationOf: () => 'Acessórias',
    groupOf: () => 'Aurora Contabilidade',
    timeZone: 'America/Manaus',
    people,
    filter: 'Status: Falha',
  });
  const [header = []] = parse(csv.header);
  const record = (changes: Record<string, unknown>) => {
    const job = toJob(jobRow(changes)) ?? expect.unreachable('the row is no job');
    const history = [
      { attempt: 1, status: 'error', code: 'provider_timeout', endedAt: '2026-11-23T03:00:00Z' },
      { attempt: 2, status: 'success', code: null, endedAt: '2026-11-23T03:01:00Z' },
    ];
    const [cells = []] = parse(csv.lines([{ ...job, history }]));
    expect(cells).toHaveLength(header.length);
    return Object.fromEntries(header.map((name, index) => [name, cells[index]]));
  };

  it("have their times on the tenant's clock and as ISO, decimals with a comma, and counters by name", () => {
    const cells = record({
      created_at: '2026-11-23T02:59:58.123456+00:00',
      started_at: '2026-11-23T03:00:00+00:00',
      finished_at: null,
      execution_time_ms: 8437,
      result: { processed: 498, created: 3, removed: 1, internal: 9 },
    });
    expect(cells).toMatchObject({
      Execução: 'job-1',
      Grupo: 'Aurora Contabilidade',
      'Filtro desta planilha': 'Status: Falha',
      'Cada tentativa': '1: Falha (provider_timeout), 22/11/2026 23:00:00 | 2: Concluído, 22/11/2026 23:01:00',
      Integração: 'Acessórias',
      Status: 'Concluído',
      'Iniciada por': 'admin@aurora.test',
      'Na fila em (horário do Amazonas)': '22/11/2026 22:59:58',
      'Na fila em (ISO 8601)': '2026-11-23T02:59:58.123Z',
      'Início (horário do Amazonas)': '22/11/2026 23:00:00',
      'Fim (horário do Amazonas)': '',
      'Fim (ISO 8601)': '',
      'Tempo de execução (s)': '8,437',
      'Registros lidos': '498',
      Criados: '3',
      Atualizados: '',
      Removidos: '1',
      'Cancelada por': '',
    });
    expect(Object.values(cells)).not.toContain('9');
  });

  it('name who left the tenant by the id, and the schedule as such', () => {
    expect(record({ created_by: null, canceled_by: 'user-gone' })).toMatchObject({
      'Iniciada por': 'Agendamento automático',
      'Cancelada por': 'Pessoa removida (user-gone)',
    });
  });

  it('cannot smuggle a formula in by the message of a provider', () => {
    const message = '=cmd|\' /C calc\'!A0;"x"';
    expect(record({ status: 'error', error_message: message })['Mensagem do erro']).toBe(`'${message}`);
  });

  it('are in a file that names group, integration, filter and day', () => {
    const file = { group: 'aurora', integration: 'acessorias', day: '2026-11-23' };
    expect(executionCsvName({ ...file, filters: NO_FILTERS })).toBe('aurora-acessorias-execucoes-2026-11-23.csv');
    const filters = {
      ...NO_FILTERS,
      status: 'success',
      period: 'datas',
      from: '2026-11-01',
      until: '2026-11-30',
      error: 'provider_timeout',
      startedBy: SCHEDULED,
    } as const;
    expect(executionCsvName({ ...file, filters })).toBe(
      'aurora-acessorias-execucoes-concluido-de-2026-11-01-ate-2026-11-30-provider_timeout-agendamento-2026-11-23.csv',
    );
  });
});
