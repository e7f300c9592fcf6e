import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDocument } from '../../../supabase/functions/_shared/values/documents.ts';
import { completeCnpj, completeCpf } from '../../../supabase/local/sandbox/world/documents.ts';
import { testDatabase } from '../../support/database/database.ts';
import { createTenant, sqlstate } from '../../support/database/fixtures.ts';

const database = testDatabase();

const characters = (alphabet: string, length: number) =>
  fc.array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length }).map((list) => list.join(''));
const DIGITS = '0123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const documents = fc.oneof(
  characters(DIGITS, 12).map(completeCnpj),
  characters(DIGITS + LETTERS, 12).map(completeCnpj),
  characters(DIGITS, 9).map(completeCpf),
);

/** What providers and people write between and around the characters, and letters that only look like those of a document. */
const NOISE = [' ', '\u00a0', '\u202f', '\u3000', '\t', '\n', '.', '-', '/', '\\', '–', '−', '‑', '\u200b', '\ufeff'];
const STRANGERS = ['ç', 'ı', 'ß', 'ſ', 'K', 'Ａ', '１', '٣', 'º', '①', 'Ⅷ', '_', ',', '*', 'e\u0301', '\u{1d7d8}'];

const spelled = fc
  .tuple(documents, fc.array(fc.tuple(fc.nat(20), fc.constantFrom(...NOISE)), { maxLength: 6 }), fc.boolean())
  .map(([document, noise, isLower]) => {
    let text = isLower ? document.toLowerCase() : document;
    for (const [at, mark] of noise) text = text.slice(0, at) + mark + text.slice(at);
    return text;
  });

const damaged = fc
  .tuple(spelled, fc.nat(20), fc.constantFrom(...DIGITS, ...LETTERS, ...STRANGERS, ''), fc.boolean())
  .map(([text, at, other, isInserted]) => text.slice(0, at) + other + text.slice(isInserted ? at : at + 1));

const repeated = fc
  .tuple(fc.constantFrom(...DIGITS, 'A'), fc.integer({ min: 1, max: 15 }))
  .map(([character, times]) => character.repeat(times));

const FIXED = [
  '12.ABC.345/01DE-35',
  '12abc34501de35',
  'AB.C20.007/0001-20',
  'ABC.DEF.GHI-JK',
  '12.ABC.345/01DE-3X',
  '',
];

test('SQL and the functions call the same 3,000 texts the same documents', async () => {
  const texts = [
    ...FIXED,
    ...[spelled, damaged, repeated].flatMap((kind) => fc.sample(kind, { numRuns: 1_000, seed: 20_261_123 })),
  ];
  const answers = await database.sql<{ text: string; document: string | null }[]>`
    select text, private.document_of(text) as document from unnest(${texts}::text[]) with ordinality as t (text, n) order by n`;
  const decided = texts.map((text) => {
    const parsed = parseDocument(text);
    return { text, document: 'document' in parsed ? parsed.document : null };
  });
  expect([...answers]).toEqual(decided);
  // The table says something about both kinds of text.
  const valid = decided.filter(({ document }) => document !== null).length;
  expect(valid).toBeGreaterThan(1_000);
  expect(valid).toBeLessThan(2_500);
});

test('what is stored is exactly what the functions make of a text', async () => {
  const texts = fc.sample(fc.oneof(spelled, damaged), { numRuns: 500, seed: 42 });
  const answers = await database.sql<{ text: string; is_document: boolean }[]>`
    select text, private.is_document(text) as is_document from unnest(${texts}::text[]) with ordinality as t (text, n) order by n`;
  expect(answers.map(({ is_document }) => is_document)).toEqual(
    texts.map((text) => {
      const parsed = parseDocument(text);
      return 'document' in parsed && parsed.document === text;
    }),
  );
});

test.for([
  ['a company', 'companies', 'legal_name', "'Empresa'"],
  ['a receivable', 'receivables', 'guid, due_on, amount', "gen_random_uuid(), '2026-11-10', 1"],
] as const)('%s is refused with any other document', async ([, table, columns, values]) => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const write = (document: string) =>
    sql.unsafe(
      `insert into public.${table} (tenant_id, document, content_hash, ${columns}) values ($1, $2, '', ${values})`,
      [tenant.id, document],
    );
  for (const document of ['12ABC34501DE35', '00000000000191', '52998224725']) await write(document);
  for (const document of ['12abc34501de35', '12ABC34501DE36', '00.000.000/0001-91', '11111111111', '']) {
    expect(await sqlstate(write(document))).toBe('23514');
  }
});
