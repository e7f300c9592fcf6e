import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutCredential } from '../../../../supabase/functions/_shared/calls/credential-forms.ts';
import { credentialForms } from '../../../support/credential-forms.ts';

const CREDENTIALS = [
  'sandbox-aurora-acessorias',
  'çanary/secret+1234',
  'AbC123==',
  'user:p@ss w0rd/9',
  'back\\slash"quote1',
  '12345678',
];

for (const credential of CREDENTIALS) {
  describe(`the credential ${JSON.stringify(credential)}`, () => {
    test.for(Object.entries(credentialForms(credential)))('is cut out %s, from a text and from JSON', ([, form]) => {
      const inText = withoutCredential(`Empresa ${form} Ltda`, credential);
      expect(inText).toBe('Empresa *** Ltda');
      const record = { Razao: `Empresa ${form} Ltda`, [form]: [form, 'São Paulo\n"SP"'], n: 1 };
      const inJson: unknown = JSON.parse(withoutCredential(JSON.stringify(record), credential));
      expect(inJson).toEqual({ Razao: 'Empresa *** Ltda', '***': ['***', 'São Paulo\n"SP"'], n: 1 });
    });
  });
}

test('within something that was encoded as a whole nothing of it stays, wherever it stood', () => {
  const credential = 'sandbox-canary-9f86d081';
  for (const before of ['', 'x', 'xy', 'xyz', 'user:']) {
    for (const after of ['', '.', ':x', ':xy']) {
      for (const alphabet of ['base64', 'base64url'] as const) {
        const encoded = Buffer.from(before + credential + after).toString(alphabet);
        const kept = withoutCredential(`Basic ${encoded}`, credential).replace('Basic ', '').replace('***', '');
        // At most what the neighbours share: one character on each side, and theirs.
        expect(encoded.length - kept.length).toBeGreaterThanOrEqual(Math.floor((credential.length * 4) / 3) - 2);
      }
    }
  }
});

test('a text without it stays as it is, JSON with escapes and percent signs included', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json({ stringUnit: 'binary' })), (text) => {
      expect(withoutCredential(text, 'sandbox-canary-9f86d081')).toBe(text);
    }),
    { seed: 20_261_123 },
  );
  const texts = ['100% de 200 %zz %c3 \\u0041 \\', '{"a":"sandbox-canary","b":"-9f86d081"}', 'sandbox canary 9f86d081'];
  for (const text of texts) expect(withoutCredential(text, 'sandbox-canary-9f86d081')).toBe(text);
});

test('one that could not be told from data is left alone', () => {
  expect(withoutCredential('{"ativa":"ativa"}', 'ativa')).toBe('{"ativa":"ativa"}');
  expect(withoutCredential('{"a":1}', '')).toBe('{"a":1}');
});

test('a page of 1 MB without it takes no second, and one full of it neither', () => {
  const credential = 'sandbox-canary-9f86d081';
  const row = { Razao: 'EMPRESA DE TESTE E SERVIÇOS LTDA', Fantasia: 'Empresa "x" 100%', Telefone: '(11) 99999-9999' };
  const page = JSON.stringify(Array.from({ length: 10_000 }, () => row));
  const startedAt = performance.now();
  withoutCredential(page, credential);
  const took = performance.now() - startedAt;
  expect(took).toBeLessThan(1_000);
  const full = credential.repeat(20_000);
  expect(withoutCredential(full, credential)).toBe('***'.repeat(20_000));
  expect(performance.now() - startedAt - took).toBeLessThan(1_000);
});
