import { isAbsent, Misread } from './misread.ts';
import { normalized } from './text.ts';

/** Lower case without accents and blanks around. */
const plain = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? normalized(String(value), 'NFKD').replace(/\p{M}/gu, '').trim().toLowerCase()
    : '';

const TRUE = ['true', '1', 's', 'sim', 'verdadeiro', 't', 'y', 'yes'];
const FALSE = ['false', '0', 'n', 'nao', 'falso', 'f', 'no'];

/** A yes or no in the spellings that providers use ("S", 1, "true"), null when there is none. */
export function readBoolean(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (isAbsent(value)) return null;
  const text = plain(value);
  if (TRUE.includes(text)) return true;
  if (FALSE.includes(text)) return false;
  throw new Misread('não é sim nem não');
}

/** Gender and number do not matter: "Ativa", "ativo", "ATIVOS". */
const ACTIVE = /^ativ[ao]s?$/;
/** What is not active at the provider or, in Receita Federal's words, no longer or not fully registered. */
const INACTIVE = /^(inativ|inativad|desativad|baixad|encerrad|cancelad|suspens|inapt|nul)[ao]s?$/;

/**
 * Whether a company is active, null when the provider does not say: that is no inactive company. "Ativa", "Inativo", "Baixada" and
 * the spellings of yes and no.
 */
export function readStatus(value: unknown): boolean | null {
  if (isAbsent(value)) return null;
  const text = plain(value);
  if (ACTIVE.test(text)) return true;
  if (INACTIVE.test(text)) return false;
  try {
    return readBoolean(value);
  } catch {
    throw new Misread('não diz se está ativa ou inativa');
  }
}
