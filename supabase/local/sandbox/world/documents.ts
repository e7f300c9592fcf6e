/** One modulo-11 check digit; weights run from 2 at the right to `maxWeight` and begin again. A letter counts as its ASCII code - 48. */
function checkDigit(base: string, maxWeight: number): string {
  let sum = 0;
  for (let i = 0; i < base.length; i += 1) {
    sum += (base.charCodeAt(base.length - 1 - i) - 48) * (2 + (i % (maxWeight - 1)));
  }
  const rest = sum % 11;
  return String(rest < 2 ? 0 : 11 - rest);
}

/** Appends both check digits to the first 12 digits or capital letters of a CNPJ. */
export function completeCnpj(base: string): string {
  const first = base + checkDigit(base, 9);
  return first + checkDigit(first, 9);
}

/** Appends both check digits to the first 9 digits of a CPF. */
export function completeCpf(base: string): string {
  const first = base + checkDigit(base, 11);
  return first + checkDigit(first, 11);
}

/** 14 characters as 00.000.000/0000-00. */
export function formatCnpj(cnpj: string): string {
  return cnpj.replace(/^(.{2})(.{3})(.{3})(.{4})(.{2})$/, '$1.$2.$3/$4-$5');
}
