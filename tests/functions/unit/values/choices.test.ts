import { describe, expect, test } from 'vitest';
import { readBoolean, readStatus } from '../../../../supabase/functions/_shared/values/flags.ts';
import { readState } from '../../../../supabase/functions/_shared/values/states.ts';

describe('states', () => {
  test.for([
    ['SP', 'SP'],
    ['sp', 'SP'],
    [' Sp ', 'SP'],
    ['São Paulo', 'SP'],
    ['SAO PAULO', 'SP'],
    ['sa\u0303o paulo', 'SP'],
    ['Mato Grosso do Sul', 'MS'],
    ['Mato  Grosso', 'MT'],
    ['Pará', 'PA'],
    ['Estado do Rio de Janeiro', 'RJ'],
    ['SP - São Paulo', 'SP'],
    ['Paraná (PR)', 'PR'],
    ['Exterior', null],
    ['EX', null],
    ['', null],
    [null, null],
  ] as const)('%s is %s', ([value, expected]) => {
    expect(readState(value)).toBe(expected);
  });

  test.for([['XX'], ['São Paulo - RJ'], ['Lisboa'], ['S'], ['-'], [35], [{}]] as const)('%s is refused', ([value]) => {
    expect(() => readState(value)).toThrow('não é uma UF');
  });
});

describe('the status of a company', () => {
  test.for([
    ['Ativa', true],
    ['Ativo', true],
    ['ATIVA', true],
    ['S', true],
    ['Inativa', false],
    ['Inativo', false],
    ['inativa ', false],
    ['Baixada', false],
    ['Suspensa', false],
    ['N', false],
    // Nothing is said: that is no inactive company.
    ['', null],
    [undefined, null],
    [null, null],
  ] as const)('%s is %s', ([value, expected]) => {
    expect(readStatus(value)).toBe(expected);
  });

  test.for([['Prospecto'], ['Ativa?'], ['Não ativa'], [2], [{}]] as const)('%s is refused', ([value]) => {
    expect(() => readStatus(value)).toThrow('não diz se está ativa ou inativa');
  });
});

describe('yes and no', () => {
  test.for([
    [true, true],
    ['true', true],
    [1, true],
    ['1', true],
    ['S', true],
    ['Sim', true],
    [false, false],
    ['false', false],
    [0, false],
    ['N', false],
    ['Não', false],
    ['', null],
    [null, null],
    [undefined, null],
  ] as const)('%s is %s', ([value, expected]) => {
    expect(readBoolean(value)).toBe(expected);
  });

  test.for([['talvez'], [2], [-1], [{}], [[]], ['?false']] as const)('%s is refused', ([value]) => {
    expect(() => readBoolean(value)).toThrow('não é sim nem não');
  });
});
