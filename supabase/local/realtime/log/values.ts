/** How the text of a value becomes JSON: the base type's name, and that of the elements when it is an array. */
export interface ValueType {
  base: string;
  element: string | null;
}

const NUMBERS = new Set(['int2', 'int4', 'int8', 'float4', 'float8', 'numeric', 'oid']);
const DATES = new Set(['date', 'timestamp', 'timestamptz']);

/** `2026-11-23 12:46:22.4+00` -> `2026-11-23T12:46:22.4+00:00`; the session that reads the log runs in UTC. */
function isoTime(text: string): string {
  return text.replace(' ', 'T').replace(/([+-]\d\d)(?=$| BC$)/, '$1:00');
}

function scalar(text: string, base: string): unknown {
  if (base === 'bool') return text === 't';
  if (base === 'json' || base === 'jsonb') return JSON.parse(text);
  if (NUMBERS.has(base)) {
    const number = Number(text);
    return Number.isFinite(number) ? number : text;
  }
  // A date has no time of day: its only space is the one before BC.
  return DATES.has(base) && base !== 'date' ? isoTime(text) : text;
}

/** Reads an array literal such as `{a,"b,c",NULL,{d}}` from a position; gives the array and the position after it. */
function readArray(text: string, start: number, base: string): [unknown[], number] {
  const items: unknown[] = [];
  let i = start + 1;
  while (text[i] !== '}') {
    if (i >= text.length) throw new SyntaxError(`Read an array literal: it does not end: ${text.slice(0, 80)}`);
    if (text[i] === ',') i += 1;
    else if (text[i] === '{') {
      const [nested, end] = readArray(text, i, base);
      items.push(nested);
      i = end;
    } else if (text[i] === '"') {
      let item = '';
      for (i += 1; text[i] !== '"' && i < text.length; i += 1) {
        if (text[i] === '\\') i += 1;
        item += text.charAt(i);
      }
      items.push(scalar(item, base));
      i += 1;
    } else {
      const from = i;
      while (i < text.length && text[i] !== ',' && text[i] !== '}') i += 1;
      const item = text.slice(from, i);
      items.push(item === 'NULL' ? null : scalar(item, base));
    }
  }
  return [items, i + 1];
}

/**
 * The JSON value of a column's text, as `to_jsonb` renders it: numbers, booleans, json and arrays as such, times in ISO
 * 8601; ranges, composites and all other types keep their text.
 */
export function toJson(text: string | null, type: ValueType): unknown {
  if (text === null) return null;
  if (type.element === null) return scalar(text, type.base);
  // Bounds other than 1 are written before the array: [0:1]={1,2}
  return readArray(text, text.indexOf('{'), type.element)[0];
}
