import { expect, test } from 'vitest';
import {
  mapGroups,
  mapRecords,
  type RecordMapper,
} from '../../../../supabase/functions/_shared/provider/map-records.ts';
import { readBoolean } from '../../../../supabase/functions/_shared/values/flags.ts';
import { readMoney } from '../../../../supabase/functions/_shared/values/money.ts';
import { readId, readText } from '../../../../supabase/functions/_shared/values/text.ts';

const CREDENTIAL = 'canary-secret-1234';

interface Row {
  id: string;
  fee: string | null | undefined;
  name: string | null | undefined;
}

const mapper: RecordMapper<Row> = {
  label: (record) => `ID ${(record as { id: unknown }).id}`,
  toRow: (fields) => {
    if (fields.deciding('isGroup', readBoolean)) return null;
    return {
      id: fields.required('id', readId),
      fee: fields.optional('fee', readMoney),
      name: fields.optional(['name', 'alias'], readText),
    };
  },
};

const map = (records: unknown[]) => mapRecords(records, 'página 2', { credential: CREDENTIAL }, mapper);

test('records are told apart: stored, none of ours, and problems', () => {
  expect(
    map([
      { id: 1, fee: '10,00', name: 'A' },
      { id: 2, isGroup: 'S' },
      { id: '', name: 'B' },
    ]),
  ).toEqual({
    rows: [{ id: '1', fee: '10.00', name: 'A' }],
    skipped: 1,
    problems: [{ item: 'página 2, linha 3, ID', reason: 'id: está vazio' }],
  });
});

test('a field that cannot be understood is left out of the row and is a problem of a record that is stored', () => {
  const { rows, problems } = map([{ id: 1, fee: '1.234', name: { valor: 'A' } }]);
  expect(JSON.parse(JSON.stringify(rows))).toEqual([{ id: '1' }]);
  const item = 'página 2, linha 1, ID 1';
  expect(problems).toEqual([
    {
      item,
      reason: 'fee: não diz se "." separa milhares ou centavos (veio "1.234"); o restante foi gravado',
      is_stored: true,
    },
    { item, reason: 'name: não é um texto (veio um objeto); o restante foi gravado', is_stored: true },
  ]);
});

test('a field has the first of its names that the record knows', () => {
  expect(map([{ id: 1, alias: 'B' }]).rows).toEqual([{ id: '1', fee: null, name: 'B' }]);
  expect(map([{ id: 1, alias: ['B'] }]).problems[0]?.reason).toBe(
    'alias: não é um texto (veio uma lista); o restante foi gravado',
  );
});

test.for([
  ['null', null],
  ['a text', 'x'],
  ['a list', [1]],
  ['a number', 7],
  ['undefined', undefined],
] as const)('%s is no record, and the others are mapped', ([, record]) => {
  const { rows, problems } = map([{ id: 1 }, record, { id: 3 }]);
  expect(rows.map(({ id }) => id)).toEqual(['1', '3']);
  expect(problems).toHaveLength(1);
  expect(problems[0]?.item).toContain('página 2, linha 2');
});

test('whatever is thrown while one record is mapped is the problem of that record', () => {
  const hostile = {
    id: 2,
    get fee() {
      throw new RangeError('Invalid array length');
    },
  };
  const unnamed = {
    get id() {
      throw 'no error at all';
    },
  };
  const { rows, problems } = map([{ id: 1 }, hostile, unnamed, { id: 4 }]);
  expect(rows.map(({ id }) => id)).toEqual(['1', '4']);
  expect(problems).toEqual([
    { item: 'página 2, linha 2, ID 2', reason: 'não pôde ser lido: RangeError Invalid array length' },
    { item: 'página 2, linha 3', reason: 'não pôde ser lido: no error at all' },
  ]);
});

test('a problem shows what came on one line, short, and never the credential', () => {
  const { problems } = map([
    { id: 1, fee: `10\n${'x'.repeat(100)}😀` },
    { id: CREDENTIAL, fee: `token ${CREDENTIAL}` },
    { id: 3, fee: 'Pad\u0000\ud83d' },
  ]);
  expect(problems[0]?.reason).toBe(
    `fee: não é um valor em dinheiro (veio "10 ${'x'.repeat(37)}"); o restante foi gravado`,
  );
  expect(problems[1]).toEqual({
    item: 'página 2, linha 2, ID ***',
    reason: 'fee: não é um valor em dinheiro (veio "token ***"); o restante foi gravado',
    is_stored: true,
  });
  expect(JSON.stringify(problems)).not.toMatch(/\\u0000|\\ud83d/);
});

test('a record with the id of another one is a problem of its page, and not stored', () => {
  const groups = [{ where: 'página 3', records: [{ id: 1 }], rivals: [{ id: 1, name: CREDENTIAL }] }];
  expect(mapGroups(groups, { credential: CREDENTIAL }, mapper)).toEqual({
    rows: [{ id: '1', fee: null, name: null }],
    skipped: 0,
    problems: [
      {
        item: 'página 3, ID 1',
        reason: 'veio duas vezes com o mesmo ID e dados diferentes: vale o primeiro da lista',
      },
    ],
  });
});
