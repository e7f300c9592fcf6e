import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDate } from '../../../../supabase/functions/_shared/values/dates.ts';

test.for([
  ['2026-11-05', '2026-11-05'],
  ['2026-11-05 10:20:30', '2026-11-05'],
  ['2026-11-05T10:20:30', '2026-11-05'],
  ['2026-11-05T10:20:30.1234567', '2026-11-05'],
  // The day that is written, whatever day it was in Greenwich.
  ['2026-11-05T23:30:00-03:00', '2026-11-05'],
  ['2026-11-05T23:30:00Z', '2026-11-05'],
  ['2026-11-05T23:30:00+0000', '2026-11-05'],
  ['2026/11/05', '2026-11-05'],
  ['07/03/2025', '2025-03-07'],
  ['7/3/2025', '2025-03-07'],
  ['07/03/2025 14:05', '2025-03-07'],
  ['07-03-2025', '2025-03-07'],
  ['07.03.2025', '2025-03-07'],
  [' 07/03/2025 ', '2025-03-07'],
  ['2024-02-29', '2024-02-29'],
  ['29/02/2024', '2024-02-29'],
  ['0000-00-00', null],
  ['0000-00-00 00:00:00', null],
  ['00/00/0000', null],
  ['0001-01-01T00:00:00', null],
  ['', null],
  [null, null],
  [undefined, null],
] as const)('%s is the day %s', ([value, expected]) => {
  expect(readDate(value)).toBe(expected);
});

test.for([
  ['31/02/2025', 'é um dia que não existe'],
  ['2026-02-29', 'é um dia que não existe'],
  ['2026-13-01', 'é um dia que não existe'],
  ['13/13/2025', 'é um dia que não existe'],
  ['2026-00-10', 'é um dia que não existe'],
  ['0205-03-07', 'é de um ano que não pode ser'],
  ['07/03/25', 'não é uma data'],
  ['07/03-2025', 'não é uma data'],
  ['07032025', 'não é uma data'],
  ['ontem', 'não é uma data'],
  ['2026-11-05 às dez', 'não é uma data'],
  ['2026-11-051', 'não é uma data'],
  ['/Date(1700000000000)/', 'não é uma data'],
  [20_261_105, 'não é uma data'],
  [{}, 'não é uma data'],
] as const)('%s is refused', ([value, reason]) => {
  expect(() => readDate(value)).toThrow(reason);
});

test('every day is read alike in both orders', () => {
  const days = fc.date({ min: new Date('1500-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(days, (date) => {
      const day = date.toISOString().slice(0, 10);
      expect(readDate(day)).toBe(day);
      expect(readDate(day.split('-').reverse().join('/'))).toBe(day);
    }),
  );
});
