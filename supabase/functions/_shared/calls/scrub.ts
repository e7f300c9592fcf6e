import { cleanText } from '../values/text.ts';
import { withoutCredential } from './credential-forms.ts';

/**
 * The text without the given credential and without anything else that looks like one. The database scrubs once more
 * (`private.scrub`); here the exact value is known, so that even a token without any pattern goes.
 */
export function scrubSecret(text: string, credential: string): string {
  const scrubbed = credential === '' ? text : withoutCredential(text, credential).replaceAll(credential, '***');
  return scrubbed.replace(/\b(Bearer|ApiKey|Basic)\s+[^\s"'<>,;]+/gi, '$1 ***');
}

/**
 * What a provider said, fit for an error message: scrubbed before it is cut (half a credential would no longer be found), on one
 * line, without characters that Postgres refuses, at most 200 characters, no final period. Empty when there is nothing.
 */
export function quoteProvider(text: string, credential: string): string {
  const said = cleanText(scrubSecret(text.slice(0, 20_000), credential).replace(/\s+/g, ' '), 200) ?? '';
  return said.replace(/[.\s]+$/, '');
}
