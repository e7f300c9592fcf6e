import { isAbsent, Misread } from './misread.ts';
import { normalized } from './text.ts';

/**
 * Brazilian documents: CNPJ (companies) and CPF (people). The one place in TypeScript that says what a text is; `private.document_of`
 * says the same in SQL, and a test holds both against the same table.
 *
 * A CNPJ has 12 digits or letters (letters since July 2026) and two check digits, a CPF nine digits and two check digits. Each check
 * digit is modulo 11 over the value of the characters before it, their ASCII code - 48 (Receita Federal).
 */

/** A document as we store it (upper case, no punctuation), or why a text is none, for people. */
export type ParsedDocument = { document: string; type: 'CNPJ' | 'CPF' } | { reason: string };

/** Blanks, dots, dashes and slashes, of which NFKC leaves several of a kind, and what cannot be seen. */
const PUNCTUATION =
  /[\p{Cc} \u00a0\u00ad\u1680\u180e\u2000-\u200f\u2010-\u2015\u2028-\u202f\u205f-\u2064\u2212\u3000\ufeff./\\-]+/gu;

function checkDigit(base: string, lastWeight: number): string {
  let sum = 0;
  for (let fromRight = 0; fromRight < base.length; fromRight += 1) {
    sum += (base.charCodeAt(base.length - 1 - fromRight) - 48) * (2 + (fromRight % (lastWeight - 1)));
  }
  return String(sum % 11 < 2 ? 0 : 11 - (sum % 11));
}

function hasCheckDigits(text: string, lastWeight: number): boolean {
  const base = text.slice(0, -2);
  const first = checkDigit(base, lastWeight);
  return text === base + first + checkDigit(base + first, lastWeight);
}

/** Without punctuation, in capitals. Only ASCII letters are raised: no other letter becomes one of a document. */
function bare(text: string): string {
  if (/^\d+$/.test(text)) return text;
  return normalized(text, 'NFKC')
    .replace(PUNCTUATION, '')
    .replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

function parseCnpj(text: string): ParsedDocument {
  if (!/\d\d$/.test(text)) return { reason: 'os dígitos verificadores não são dígitos' };
  return hasCheckDigits(text, 9)
    ? { document: text, type: 'CNPJ' }
    : { reason: 'os dígitos verificadores do CNPJ não conferem' };
}

function parseCpf(text: string): ParsedDocument {
  if (/\D/.test(text)) return { reason: '11 caracteres com letras não são um CPF' };
  return hasCheckDigits(text, 11)
    ? { document: text, type: 'CPF' }
    : { reason: 'os dígitos verificadores do CPF não conferem' };
}

/**
 * Says what a value is. A letter is never dropped: "AB.C20.007/0001-20" without its letters would be somebody's CPF. A number is a
 * document only when it has 11 or 14 digits: which zeros a shorter one has lost is not guessed.
 */
export function parseDocument(value: unknown): ParsedDocument {
  if (typeof value === 'number' && !/^(\d{11}|\d{14})$/.test(String(value))) {
    return { reason: 'é um número sem os 11 ou 14 dígitos de um documento' };
  }
  if (typeof value !== 'string' && typeof value !== 'number') return { reason: 'não é um texto' };
  const text = bare(String(value));
  if (text === '') return { reason: 'vazio' };
  if (/[^0-9A-Z]/.test(text)) return { reason: 'tem caracteres que nenhum documento tem' };
  if (/^(\d)\1*$/.test(text)) return { reason: 'é um só dígito repetido' };
  if (text.length === 14) return parseCnpj(text);
  if (text.length === 11) return parseCpf(text);
  return { reason: `tem ${text.length} caracteres, e um CNPJ tem 14, um CPF 11` };
}

/** The document of a field, null when there is none. */
export function readDocument(value: unknown): string | null {
  if (isAbsent(value)) return null;
  const parsed = parseDocument(value);
  if ('reason' in parsed) throw new Misread(parsed.reason);
  return parsed.document;
}
