import { cleanText } from '../values/text.ts';

/**
 * The text without the given credential and without anything else that looks like one. The database scrubs once more
 * (`private.scrub`); here the exact value is known, so that even a token without any pattern goes.
 */
export function scrubSecret(text: string, credential: string): string {
  let scrubbed = text;
  for (const variant of variantsOf(credential)) scrubbed = scrubbed.replaceAll(variant, '***');
  return scrubbed.replace(/\b(Bearer|ApiKey|Basic)\s+[^\s"'<>,;]+/gi, '$1 ***');
}

/** A credential as it may turn up: as it is, in a URL, in base64. */
function variantsOf(credential: string): string[] {
  if (credential === '') return [];
  const base64 = btoa(String.fromCharCode(...new TextEncoder().encode(credential)));
  return [credential, encodeURIComponent(credential), base64];
}

/**
 * What a provider said, fit for an error message: scrubbed before it is cut (half a credential would no longer be found), on one
 * line, without characters that Postgres refuses, at most 200 characters, no final period. Empty when there is nothing.
 */
export function quoteProvider(text: string, credential: string): string {
  const said = cleanText(scrubSecret(text.slice(0, 20_000), credential).replace(/\s+/g, ' '), 200) ?? '';
  return said.replace(/[.\s]+$/, '');
}
