import { describe, expect, test } from 'vitest';
import { readEmail, readWhatsapp } from '../../../../supabase/functions/_shared/values/reach.ts';

describe('WhatsApp ids and numbers', () => {
  test.for([
    ['5511988887777', '5511988887777'],
    [5_511_988_887_777, '5511988887777'],
    ['+55 (11) 98888-7777', '5511988887777'],
    ['5511988887777@s.whatsapp.net', '5511988887777'],
    ['5511988887777@c.us', '5511988887777'],
    ['5511988887777:12@s.whatsapp.net', '5511988887777'],
    ['5511988887777@S.WhatsApp.net', '5511988887777'],
    ['261254371377275@lid', null],
    ['261254371377275:3@lid', null],
    ['', null],
    [null, null],
  ] as const)('%s is the number %s', ([value, number]) => {
    expect(readWhatsapp(value)).toEqual({ number });
  });

  test.for([
    ['120363025246125486@newsletter'],
    ['120363012345@g.us'],
    ['5511988887777-1612345678@g.us'],
    ['status@broadcast'],
    ['1612345678@broadcast'],
  ] as const)('%s is many people', ([value]) => {
    expect(readWhatsapp(value)).toBe('many');
  });

  test.for([
    ['ramal 12', 'não é um telefone'],
    ['5511988887777, 5511988886666', 'não é um telefone'],
    ['123', 'tem 3 dígitos, e um telefone tem de 4 a 15'],
    // Of a group, without the part that says so.
    ['120363025246125486', 'tem 18 dígitos, e um telefone tem de 4 a 15'],
    ['5511988887777-1612345678', 'tem 23 dígitos, e um telefone tem de 4 a 15'],
    ['maria@acme.test', 'é um endereço que o WhatsApp não usa'],
    ['1@2@s.whatsapp.net', 'é um endereço que o WhatsApp não usa'],
    ['nome@s.whatsapp.net', 'não é um telefone'],
    [5.5, 'não é um telefone'],
    [{ valor: 1 }, 'não é um telefone'],
  ] as const)('%s is refused', ([value, reason]) => {
    expect(() => readWhatsapp(value)).toThrow(reason);
  });
});

describe('e-mail addresses', () => {
  test.for([
    ['Maria@Acme.test', 'maria@acme.test'],
    [' maria.silva+nfe@sub.acme.com.br ', 'maria.silva+nfe@sub.acme.com.br'],
    ['', null],
    [null, null],
  ] as const)('%s is the address %s', ([value, expected]) => {
    expect(readEmail(value)).toBe(expected);
  });

  test.for([
    ['sem arroba'],
    ['a@b'],
    ['a@b.'],
    ['a@b@c.test'],
    ['a@acme.test; b@acme.test'],
    ['a@acme.test,b@acme.test'],
    ['Maria <maria@acme.test>'],
    [`${'a'.repeat(250)}@acme.test`],
    [1],
    [{}],
  ] as const)('%s is refused', ([value]) => {
    expect(() => readEmail(value)).toThrow('não é um endereço de e-mail');
  });
});
