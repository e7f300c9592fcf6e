import { expect, test } from 'vitest';
import { unexpectedBody } from '../../../../supabase/functions/_shared/provider/provider-answers.ts';
import { messageIn } from '../../../../supabase/functions/_shared/provider/provider-errors.ts';

test.for<[unknown, string | null]>([
  [{ Erro: 'a' }, 'a'],
  [{ ERROR: 'a' }, 'a'],
  [{ msg: 'a' }, 'a'],
  [{ error: { message: 'a' } }, 'a'],
  [{ Erro: { codigo: 7, texto: 'a' } }, 'a'],
  [{ errors: [{ code: 7 }, { description: 'a' }] }, 'a'],
  [{ errors: ['a', 'b'] }, 'a'],
  [{ Erro: ' ', mensagem: 'a' }, 'a'],
  [{ error: 401 }, null],
  [{ texto: 'a' }, null],
  [{ error: { error: { error: {} } } }, null],
  ['a', 'a'],
  [' ', null],
  [[], null],
  [null, null],
  [42, null],
])('the text of %j is %j', ([body, text]) => {
  expect(messageIn(body)).toBe(text);
});

test.for<[unknown, string, string]>([
  [{ Erro: { texto: 'Token sem permissão' } }, 'permanent', 'permission_denied'],
  [{ error: { code: 401, message: 'Invalid token' } }, 'permanent', 'credentials_rejected'],
  [{ errors: [{ message: 'Too many requests' }] }, 'rate_limit', 'rate_limited'],
  [{ errors: [{ message: 'Sistema em manutenção' }] }, 'temporary', 'provider_unavailable'],
  [{ Erro: { codigo: 12 } }, 'temporary', 'invalid_response'],
])('%j is what its text says', ([body, kind, code]) => {
  const context = { credential: 'canary-secret-1234', providerName: 'Acessórias', permissionAdvice: 'Peça acesso.' };
  expect(unexpectedBody(body, context as Parameters<typeof unexpectedBody>[1], 'página 1', 'uma lista')).toMatchObject({
    kind,
    code,
  });
});
