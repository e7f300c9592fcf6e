import { createHash } from 'node:crypto';

/** A 32-bit hash of a text: FNV-1a with a final mix. Everything invented comes from it, so each call tells the same. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Picks one item of a list by the hash of a text. */
export function pick<T>(text: string, items: readonly [T, ...T[]]): T {
  return items[hash32(text) % items.length] ?? items[0];
}

/** A stable UUID (version 5 layout) for a text. */
export function guid(text: string): string {
  const hex = createHash('sha1').update(text).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}

/** Remembers the last few results of an expensive pure function by its key; more would let memory grow with the callers. */
export function rememberLast<T>(capacity: number, build: (key: string) => T): (key: string) => T {
  const built = new Map<string, T>();
  return (key) => {
    const known = built.get(key);
    if (known !== undefined) return known;
    const made = build(key);
    built.set(key, made);
    const oldest = built.keys().next();
    if (built.size > capacity && !oldest.done) built.delete(oldest.value);
    return made;
  };
}
