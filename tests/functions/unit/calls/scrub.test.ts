import { expect, test } from 'vitest';
import { quoteProvider, scrubSecret } from '../../../../supabase/functions/_shared/calls/scrub.ts';

const credential = 'çanary/secret+1234';
const base64 = Buffer.from(credential).toString('base64');

test.for([
  ['as it is', `Token ${credential} inválido`],
  ['in a URL', `/x?token=${encodeURIComponent(credential)}&y=1`],
  ['in base64', `Authorization: Basic ${base64}`],
  ['twice', `${credential} ${credential}`],
] as const)('a credential is cut out %s', ([, text]) => {
  const scrubbed = scrubSecret(text, credential);
  for (const form of [credential, encodeURIComponent(credential), base64]) expect(scrubbed).not.toContain(form);
  expect(scrubbed).toContain('***');
});

test('an Authorization header of anybody is cut out', () => {
  expect(scrubSecret('refused: Bearer another-token, ApiKey abc', 'x')).toBe('refused: Bearer ***, ApiKey ***');
});

test('an empty credential changes nothing', () => {
  expect(scrubSecret('Empresa não encontrada', '')).toBe('Empresa não encontrada');
});

test('a quotation is scrubbed before it is cut, so that no part of a credential stays', () => {
  const long = 'k'.repeat(100);
  const said = quoteProvider(`${'x'.repeat(150)} ${long}`, long);
  expect(said).not.toContain('kkk');
  expect(said.length).toBeLessThanOrEqual(200);
});

test('a quotation is one line without final period and without characters that Postgres refuses', () => {
  expect(quoteProvider(' Erro\n  interno\u0000.. ', 'x')).toBe('Erro interno');
});
