import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMoney } from '../../../../supabase/functions/_shared/values/money.ts';

test.for([
  ['1.234,56', '1234.56'],
  ['1234.56', '1234.56'],
  ['1234,5', '1234.50'],
  ['R$ 1.234,56', '1234.56'],
  ['R$1.234,56', '1234.56'],
  ['R$\u00a01.234,56', '1234.56'],
  ['1,234.56', '1234.56'],
  ['1 234,56', '1234.56'],
  ['1.234.567', '1234567.00'],
  ['1.234.567,89', '1234567.89'],
  ['1234', '1234.00'],
  ['0.00', '0.00'],
  ['0,00', '0.00'],
  // Nothing to group: a zero does not lead thousands, and four digits are no group.
  ['0.125', '0.125'],
  ['1234.567', '1234.567'],
  ['100.0000', '100.0000'],
  [',5', '0.50'],
  ['-10,00', '-10.00'],
  ['R$ -10,00', '-10.00'],
  ['-R$ 10,00', '-10.00'],
  ['10,00-', '-10.00'],
  ['(10,00)', '-10.00'],
  ['−10,00', '-10.00'],
  ['  10,00\n', '10.00'],
  ['000010,00', '10.00'],
  ['１０，５０', '10.50'],
  // A number is what it is.
  [1.234, '1.234'],
  [1234.5, '1234.50'],
  [-10, '-10.00'],
  [0, '0.00'],
  [1e3, '1000.00'],
  [1e-7, '0.00'],
  [0.1 + 0.2, '0.30000000000000004'],
  [999_999_999_999.99, '999999999999.99'],
  ['', null],
  ['   ', null],
  [null, null],
  [undefined, null],
] as const)('%s is the amount %s', ([value, expected]) => {
  expect(readMoney(value)).toBe(expected);
});

test.for([
  ['1.234', 'não diz se "." separa milhares ou centavos'],
  ['1,234', 'não diz se "," separa milhares ou centavos'],
  ['R$ 12.345', 'não diz se "." separa milhares ou centavos'],
  ['-1.234', 'não diz se "." separa milhares ou centavos'],
  ['mil', 'não é um valor em dinheiro'],
  ['US$ 10,00', 'não é um valor em dinheiro'],
  ['1e3', 'não é um valor em dinheiro'],
  ['12.34,56', 'não é um valor em dinheiro'],
  ['1.234.56', 'não é um valor em dinheiro'],
  ['1,2,3', 'não é um valor em dinheiro'],
  ['1 2', 'não é um valor em dinheiro'],
  ['--1', 'não é um valor em dinheiro'],
  ['(-1,00)', 'não é um valor em dinheiro'],
  ['-', 'não é um valor em dinheiro'],
  ['10%', 'não é um valor em dinheiro'],
  ['1'.repeat(50), 'não é um valor em dinheiro'],
  ['9'.repeat(13), 'é um valor grande demais'],
  [1e12, 'é um valor grande demais'],
  [1e300, 'é um valor grande demais'],
  [Number.NaN, 'não é um valor em dinheiro'],
  [Number.POSITIVE_INFINITY, 'não é um valor em dinheiro'],
  [true, 'não é um valor em dinheiro'],
  [{ valor: 1 }, 'não é um valor em dinheiro'],
] as const)('%s is refused', ([value, reason]) => {
  expect(() => readMoney(value)).toThrow(reason);
});

test('an amount written as Brazilians, Americans or machines do is read as it was, or refused where it may be two', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -99_999_999_999, max: 99_999_999_999 }),
      fc.constantFrom('pt-BR', 'en-US', 'fr-FR'),
      fc.boolean(),
      (cents, locale, useGrouping) => {
        const text = (cents / 100)
          .toLocaleString(locale, { useGrouping, minimumFractionDigits: 2 })
          .replace(/\u202f/g, ' ');
        expect(Number(readMoney(text))).toBe(cents / 100);
      },
    ),
  );
});
