/** One block of a `_headers` file: for paths that begin with `prefix` or (`isExact`) are it. */
export interface HeaderRule {
  prefix: string;
  isExact: boolean;
  headers: [name: string, value: string][];
}

/** Reads the format of Netlify and Cloudflare Pages as far as ours goes: paths with one `*` at the end. Throws on anything else. */
export function parseHeaders(text: string): HeaderRule[] {
  const rules: HeaderRule[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, path] = /^(\/\S*)$/.exec(line) ?? [];
    const [, name, value] = /^\s+([A-Za-z-]+):\s*(\S.*)$/.exec(line) ?? [];
    if (path) rules.push({ prefix: path.replace(/\*$/, ''), isExact: !path.endsWith('*'), headers: [] });
    else if (name && value) rules.at(-1)?.headers.push([name, value]);
    else throw new Error(`Read _headers: line ${index + 1} is neither a path nor a header`);
  }
  return rules;
}

/** The headers of a path: of every block that fits, later ones win. */
export function headersFor(rules: readonly HeaderRule[], pathname: string): Record<string, string> {
  const fits = ({ prefix, isExact }: HeaderRule) => (isExact ? pathname === prefix : pathname.startsWith(prefix));
  return Object.fromEntries(rules.filter(fits).flatMap(({ headers }) => headers));
}
