/** One modulo-11 check digit; weights run from 2 at the right to `maxWeight` and begin again. */
function checkDigit(digits: string, maxWeight: number): string {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    sum += Number(digits[digits.length - 1 - i]) * (2 + (i % (maxWeight - 1)));
  }
  const rest = sum % 11;
  return String(rest < 2 ? 0 : 11 - rest);
}

/** Appends both check digits to the first 12 digits of a CNPJ. */
export function completeCnpj(base: string): string {
  const first = base + checkDigit(base, 9);
  return first + checkDigit(first, 9);
}

/** Appends both check digits to the first 9 digits of a CPF. */
export function completeCpf(base: string): string {
  const first = base + checkDigit(base, 11);
  return first + checkDigit(first, 11);
}

/** 14 digits as 00.000.000/0000-00. */
export function formatCnpj(digits: string): string {
  return digits.replace(/^(\d{2})(\d{3})(\d{3})(\d{4})(\d{2})$/, '$1.$2.$3/$4-$5');
}
