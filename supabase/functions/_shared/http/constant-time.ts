/**
 * Compares two secrets without telling by its duration where they differ.
 * Both are hashed first, so that their lengths do not show either.
 */
export async function isSameSecret(left: string, right: string): Promise<boolean> {
  const encoder = new TextEncoder();
  const [a, b] = await Promise.all(
    [left, right].map(async (text) => new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text)))),
  );
  if (!a || !b) return false;
  let difference = 0;
  for (let index = 0; index < a.length; index += 1) difference |= (a[index] ?? 0) ^ (b[index] ?? 0);
  return difference === 0;
}

/** True when `candidate` is one of `secrets`; looks at all of them whatever the outcome. */
export async function isOneOfSecrets(candidate: string, secrets: readonly string[]): Promise<boolean> {
  const matches = await Promise.all(secrets.map((secret) => isSameSecret(candidate, secret)));
  return matches.includes(true);
}
