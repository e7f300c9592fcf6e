/**
 * The text without the given credential and without anything else that looks like one. The database scrubs once more
 * (`private.scrub`); here the exact value is known, so that even a token without any pattern goes.
 */
export function scrubSecret(text: string, credential: string): string {
  const variants =
    credential === ''
      ? []
      : [credential, encodeURIComponent(credential), btoa(unescape(encodeURIComponent(credential)))];
  let scrubbed = text;
  for (const variant of variants) scrubbed = scrubbed.replaceAll(variant, '***');
  return scrubbed.replace(/\b(Bearer|ApiKey|Basic)\s+[^\s"'<>,;]+/gi, '$1 ***');
}
