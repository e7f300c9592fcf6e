import { expect, test } from 'vitest';
import { parseDocument } from '../../../../supabase/functions/_shared/values/documents.ts';

test.for([
  ['12.ABC.345/01DE-35', '12ABC34501DE35', 'CNPJ'],
  ['12abc34501de35', '12ABC34501DE35', 'CNPJ'],
  // Without its letters it would be a CPF.
  ['AB.C20.007/0001-20', 'ABC20007000120', 'CNPJ'],
  ['A0.0B0.040/C001-70', 'A00B0040C00170', 'CNPJ'],
  ['00.000.000/0001-91', '00000000000191', 'CNPJ'],
  ['00000000000191', '00000000000191', 'CNPJ'],
  [' 33.657.248/0001-89\n', '33657248000189', 'CNPJ'],
  ['\u00a012.ABC.345/01DE-35\u00a0', '12ABC34501DE35', 'CNPJ'],
  ['１２．ＡＢＣ．３４５／０１ＤＥ－３５', '12ABC34501DE35', 'CNPJ'],
  ['33 657 248 0001 89', '33657248000189', 'CNPJ'],
  ['33.657.248/0001–89', '33657248000189', 'CNPJ'],
  [33657248000189, '33657248000189', 'CNPJ'],
  ['200.070.001-20', '20007000120', 'CPF'],
  ['529.982.247-25', '52998224725', 'CPF'],
  [52998224725, '52998224725', 'CPF'],
] as const)('%s is the document %s', ([value, document, type]) => {
  expect(parseDocument(value)).toEqual({ document, type });
});

test.for([
  ['a wrong check digit of a CNPJ', '00.000.000/0001-92', 'os dígitos verificadores do CNPJ não conferem'],
  ['a wrong check digit of one with letters', '12.ABC.345/01DE-36', 'os dígitos verificadores do CNPJ não conferem'],
  ['a wrong check digit of a CPF', '529.982.247-26', 'os dígitos verificadores do CPF não conferem'],
  ['letters for check digits', '12.ABC.345/01DE-3X', 'os dígitos verificadores não são dígitos'],
  ['11 characters with letters', 'ABC.DEF.GHI-JK', '11 caracteres com letras não são um CPF'],
  ['all digits the same', '11.111.111/1111-11', 'é um só dígito repetido'],
  ['a CPF of zeros', '000.000.000-00', 'é um só dígito repetido'],
  ['too few digits', '0000000000191', 'tem 13 caracteres, e um CNPJ tem 14, um CPF 11'],
  ['too many digits', '000000000001910', 'tem 15 caracteres, e um CNPJ tem 14, um CPF 11'],
  ['a word', 'ISENTO', 'tem 6 caracteres, e um CNPJ tem 14, um CPF 11'],
  ['a letter that no document has', '12.ÁBC.345/01DE-35', 'tem caracteres que nenhum documento tem'],
  ['a letter that only looks like one', '12.АBC.345/01DE-35', 'tem caracteres que nenhum documento tem'],
  ['a number that has lost its zeros', 191, 'é um número sem os 11 ou 14 dígitos de um documento'],
  ['a fraction', 52998224.725, 'é um número sem os 11 ou 14 dígitos de um documento'],
  ['an empty text', '', 'vazio'],
  ['blanks', ' \u00a0\t', 'vazio'],
  ['null', null, 'não é um texto'],
  ['an object', { valor: '00000000000191' }, 'não é um texto'],
] as const)('%s is no document, and the reason says why', ([, value, reason]) => {
  expect(parseDocument(value)).toEqual({ reason });
});
