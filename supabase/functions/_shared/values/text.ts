/**
 * A provider's text as Postgres can store it: no NUL (22P05), no lone surrogates, trimmed, at most `max` characters.
 * Null for an empty text and for anything that is no text or number.
 */
export function cleanText(value: unknown, max = 300): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value).replaceAll('\0', '').toWellFormed().trim().slice(0, max).toWellFormed();
  return text === '' ? null : text;
}

/** `YYYY-MM-DD` when the text begins with a date that exists, else null: providers write "0000-00-00" for none. */
export function cleanDate(value: unknown): string | null {
  const day = typeof value === 'string' ? value.slice(0, 10) : '';
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || day < '1000') return null;
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : null;
}

/** An amount with a decimal point ("1234.50"), or null. */
export function cleanAmount(value: unknown): string | null {
  const text = cleanText(value, 20);
  return text !== null && /^-?\d{1,12}(\.\d+)?$/.test(text) ? text : null;
}

/** A whole number from `min` to `max` (given as number or digits), or null. */
export function cleanInteger(value: unknown, min = 0, max = 2_147_483_647): number | null {
  const text = cleanText(value, 12);
  const number = text !== null && /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  return number >= min && number <= max ? number : null;
}
