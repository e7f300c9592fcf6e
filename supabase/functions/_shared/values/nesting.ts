/**
 * True when a JSON value is nested at most `limit` levels deep. Deeper ones end every recursive function on their way, in JavaScript and in
 * Postgres; so this one is not recursive.
 */
export function isNestedAtMost(value: unknown, limit: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    const nested = level.filter((item) => typeof item === 'object' && item !== null);
    if (nested.length > 0 && depth === limit) return false;
    level = nested.flatMap((item) => Object.values(item as object));
  }
  return true;
}
