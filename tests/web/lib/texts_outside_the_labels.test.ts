// @vitest-environment node
import { expect, test } from 'vitest';
import { portugueseIn, vocabularyOf } from '../../support/gate/portuguese.ts';

const vocabulary = vocabularyOf(["export const labels = { run: 'Executar agora', short: 'agora' };"]);
const found = (code: string) => portugueseIn(code, vocabulary).map(({ value }) => value);

test.each([
  ['words between tags', 'const a = <p>Texto</p>;', ['Texto']],
  ['an accent in a string', "const a = 'Ação';", ['Ação']],
  ['a word of the labels in an attribute', 'const a = <Button title="Executar" />;', ['Executar']],
  ['a word of the labels in a template', '`Nova $' + '{a} agora`;', [' agora']],
  ['a word of the labels alone', "const a = b ?? 'agora';", ['agora']],
])('%s is found', (_name, code, expected) => expect(found(code)).toEqual(expected));

test.each([
  ['an English message', "throw new Error('Cannot read the answer: it is empty');"],
  ['classes', 'const a = <p className="text-sm font-medium">{labels.run}</p>;'],
  ['signs between tags', 'const a = <p>· {b}. {c}</p>;'],
  ['the path of an import', "import { a } from './executar-agora.ts';"],
  ['a word of an address', "params.get('filtro') === 'todas';"],
])('%s is none', (_name, code) => expect(found(code)).toEqual([]));

test('a text is named with its line', () => {
  expect(portugueseIn("\n\nconst a = 'Não';", vocabulary)[0]?.line).toBe(3);
});
