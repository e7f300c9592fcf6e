import { isAbsent, Misread } from './misread.ts';
import { normalized } from './text.ts';

/** What `numeric(14, 2)` holds before the decimal point. */
const MAX_INTEGER_DIGITS = 12;

const escaped = (mark: string) => `\\${mark}`;

/** Separators of thousands and of decimals that go together, and what a number with them looks like. */
const NOTATIONS = ['.,', ',.', ' ,', ' .'].map(([thousands = '', decimals = '']) => ({
  thousands,
  decimals,
  grouped: new RegExp(`^[1-9]\\d{0,2}(${escaped(thousands)}\\d{3})+(${escaped(decimals)}\\d+)?$`),
}));

/** The digits with a decimal point, or null when they follow no notation. Throws where two notations would differ by a factor of 1,000. */
function unsigned(text: string): string | null {
  // "1.234" and "1,234": one thousand or one? Not so "0.234" and "1234.567", where nothing can be grouped.
  if (/^[1-9]\d{0,2}[.,]\d{3}$/.test(text)) {
    throw new Misread(`não diz se "${text.includes('.') ? '.' : ','}" separa milhares ou centavos`);
  }
  if (/^\d+$/.test(text)) return text;
  if (/^\d*[.,]\d+$/.test(text)) return text.replace(',', '.');
  for (const { thousands, decimals, grouped } of NOTATIONS) {
    if (grouped.test(text)) return text.replaceAll(thousands, '').replace(decimals, '.');
  }
  return null;
}

/** Sign and digits of a text such as "R$ -1.234,56", "-R$ 10", "(10,00)" or "10,00-". */
function parse(value: string): { isNegative: boolean; digits: string | null } {
  const text = normalized(value, 'NFKC').replaceAll('\u2212', '-').replace(/\s+/g, ' ').trim();
  // Longer ones are no amounts, and patterns need not look at them.
  if (text.length > 40) return { isNegative: false, digits: null };
  const [, before, inside, after] = /^(-?) ?(?:R\$|BRL)? ?(-? ?[\d., ]*\d) ?(-?)$/i.exec(text) ??
    /^(\() ?(?:R\$|BRL)? ?([\d., ]*\d) ?(\))$/i.exec(text) ?? ['', '', '', ''];
  const signs = `${before}${inside?.startsWith('-') ? '-' : ''}${after}`;
  if (!['', '-', '()'].includes(signs)) return { isNegative: false, digits: null };
  return { isNegative: signs !== '', digits: unsigned((inside ?? '').replace(/^- ?/, '')) };
}

/** A number in digits, whatever its size: String() would write 1e-7. */
const inDigits = (value: number) => (Math.abs(value) < 1e-6 ? '0' : String(value));

/**
 * An amount in reais with a decimal point and at least two decimals ("1234.50"; the database rounds to cents), null when there is
 * none. A number of JSON is what it is; a text is read as Brazilians and machines write it ("1.234,56", "1234.56", "R$ 1.234,5",
 * "(10,00)"), and "1.234" as a text is refused: nobody can tell one thousand from one.
 */
export function readMoney(value: unknown): string | null {
  if (isAbsent(value)) return null;
  if (typeof value !== 'number' && typeof value !== 'string') throw new Misread('não é um valor em dinheiro');
  const { isNegative, digits } =
    typeof value === 'number'
      ? { isNegative: value < 0, digits: Number.isFinite(value) ? inDigits(Math.abs(value)) : null }
      : parse(value);
  if (digits === null) throw new Misread('não é um valor em dinheiro');
  const [integer = '', fraction = ''] = digits.replace(/^0+(?=\d)/, '').split('.');
  if (integer.length > MAX_INTEGER_DIGITS || digits.includes('e')) throw new Misread('é um valor grande demais');
  return `${isNegative ? '-' : ''}${integer === '' ? '0' : integer}.${fraction.slice(0, 20).padEnd(2, '0')}`;
}
