/** Brazilian documents: CNPJ (14 digits, companies) and CPF (11 digits, people), each with two check digits modulo 11. */

function checkDigit(digits: string, weights: readonly number[]): number {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  const rest = sum % 11;
  return rest < 2 ? 0 : 11 - rest;
}

const CNPJ_WEIGHTS = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];
const CPF_WEIGHTS = [11, 10, 9, 8, 7, 6, 5, 4, 3, 2];

function hasCheckDigits(digits: string, weights: readonly number[]): boolean {
  const base = digits.length - 2;
  return (
    checkDigit(digits, weights.slice(1)) === Number(digits[base]) &&
    checkDigit(digits, weights) === Number(digits[base + 1])
  );
}

/**
 * The digits of a CNPJ or CPF in whatever format, or null when it is neither: wrong length, wrong check digits,
 * or all digits the same (those pass the checksum but are never issued).
 */
export function documentDigits(value: unknown): string | null {
  const digits = typeof value === 'string' || typeof value === 'number' ? String(value).replace(/\D/g, '') : '';
  if (/^(\d)\1*$/.test(digits)) return null;
  if (digits.length === 14) return hasCheckDigits(digits, CNPJ_WEIGHTS) ? digits : null;
  if (digits.length === 11) return hasCheckDigits(digits, CPF_WEIGHTS) ? digits : null;
  return null;
}
