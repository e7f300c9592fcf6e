/** Twice the largest page of a provider. */
const MAX_RECORDS = 1_000;
/** Values of all records together, and how deep they may be nested: what a parser needs for more would end the function. */
const MAX_VALUES = 50_000;
const MAX_DEPTH = 20;
/** Characters of one text. */
const MAX_TEXT = 100_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** True when the character at `at` stands behind an odd number of backslashes. */
function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}

/** Place of the quote that ends the string which begins at `start`; the end of the text when none does. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end;
}

/**
 * What is too much about the text of an answer, for people; null when it may be parsed. One look at each character and no memory: it comes
 * before the parser, which makes fifty bytes and more of each `{}` and remembers every `[` that is never closed. A text that is no JSON is
 * the parser's to refuse.
 */
export function excessOfText(text: string): string | null {
  // Records are what the outermost list separates: the body itself, or the lists in its fields.
  const recordDepth = /^\s*\[/.test(text) ? 1 : 2;
  let depth = 0;
  let values = 0;
  let records = 1;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const end = endOfString(text, at);
        if (end - at > MAX_TEXT) return 'ela tem um texto longo demais';
        at = end;
        break;
      }
      case 0x5b: // [
      case 0x7b: // {
        depth += 1;
        values += 1;
        if (depth > MAX_DEPTH) return 'ela é aninhada demais';
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth -= 1;
        break;
      case 0x2c: // ,
        values += 1;
        if (values > MAX_VALUES) return 'ela tem dados demais';
        if (depth === recordDepth) records += 1;
        if (records > MAX_RECORDS) return `ela tem mais de ${MAX_RECORDS.toLocaleString('pt-BR')} registros`;
        break;
    }
  }
  return null;
}
