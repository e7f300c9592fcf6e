/** A parsed query string: a name without a value has the value ''. The last of several equal names wins. */
export type Query = ReadonlyMap<string, string>;

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    // A stray % is no reason to fail: servers of this kind read it as it stands.
    if (error instanceof URIError) return text;
    throw error;
  }
}

/** Parses a query string without reading + as a space: Bom Controle refuses dates that were written so. */
export function parseQuery(search: string): Query {
  const query = new Map<string, string>();
  for (const part of search.replace(/^\?/, '').split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = equals < 0 ? part : part.slice(0, equals);
    query.set(decode(name), equals < 0 ? '' : decode(part.slice(equals + 1)));
  }
  return query;
}

/** A positive whole number of the query, or the fallback for anything else: providers ignore what they cannot read. */
export function positiveInteger(query: Query, name: string, fallback: number): number {
  const text = query.get(name) ?? '';
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  return value > 0 ? value : fallback;
}

/** Whether a flag without value is there (`contacts` or `contacts=`). With a value it is an unknown parameter: ignored. */
export function hasFlag(query: Query, name: string): boolean {
  return query.get(name) === '';
}
