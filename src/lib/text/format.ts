const LOCALE = 'pt-BR';
const integer = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
const money = new Intl.NumberFormat(LOCALE, { style: 'currency', currency: 'BRL' });
const pluralRules = new Intl.PluralRules(LOCALE);

/** 1234567 -> "1.234.567". */
export function formatCount(value: number): string {
  return integer.format(value);
}

/** 1234.5 -> "R$ 1.234,50". */
export function formatMoney(value: number): string {
  return money.format(value);
}

/** A share of 0 to 1 as "42%" or "98,7%"; never rounded up to 100%, which would hide failures. */
export function formatShare(share: number): string {
  const percent = share * 100;
  return `${oneDecimal.format(share < 1 ? Math.min(percent, 99.9) : percent)}%`;
}

/** Forms of a counted noun; `zero` is a phrase of its own ("Nenhum registro"). */
export interface CountForms {
  zero: string;
  one: string;
  other: string;
}

/** "Nenhum registro", "1 registro", "1.234 registros". */
export function formatPlural(value: number, forms: CountForms): string {
  if (value === 0) return forms.zero;
  // CLDR knows a third category, "many" (1.000.000), which Portuguese writes like "other".
  return `${integer.format(value)} ${pluralRules.select(value) === 'one' ? forms.one : forms.other}`;
}

/** Milliseconds as "850 ms", "8,4 s", "1 min 05 s", "2 h 03 min". */
export function formatDuration(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const tenths = Math.floor(ms / 100) / 10;
  if (tenths < 10) return `${oneDecimal.format(tenths)} s`;
  return formatSeconds(Math.floor(ms / 1000));
}

/** Whole seconds as "8 s", "1 min 05 s", "2 h 03 min": for clocks that tick, without decimals. */
export function formatSeconds(seconds: number): string {
  const total = Math.max(0, Math.floor(seconds));
  if (total < 60) return `${total} s`;
  const minutes = Math.floor(total / 60);
  if (minutes < 60) return `${minutes} min ${pad(total % 60)} s`;
  return `${integer.format(Math.floor(minutes / 60))} h ${pad(minutes % 60)} min`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
