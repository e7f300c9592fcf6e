import { expect, test } from 'vitest';
import { documentDigits } from '../../../../supabase/functions/_shared/values/documents.ts';

test.for([
  ['00.000.000/0001-91', '00000000000191'],
  ['00000000000191', '00000000000191'],
  [' 33.657.248/0001-89 ', '33657248000189'],
  ['529.982.247-25', '52998224725'],
  [52998224725, '52998224725'],
] as const)('%s is the document %s', ([text, digits]) => {
  expect(documentDigits(text)).toBe(digits);
});

test.for([
  ['a wrong check digit of a CNPJ', '00.000.000/0001-92'],
  ['a wrong check digit of a CPF', '529.982.247-26'],
  ['all digits the same', '11.111.111/1111-11'],
  ['a CPF of zeros', '000.000.000-00'],
  ['too few digits', '0000000000191'],
  ['too many digits', '000000000001910'],
  ['no digits', 'ISENTO'],
  ['an empty text', ''],
  ['null', null],
  ['an object', { valor: '00000000000191' }],
] as const)('%s is no document', ([, value]) => {
  expect(documentDigits(value)).toBeNull();
});
