/** A CNPJ (14 characters, of which 12 may be letters) or CPF (11 digits) as the database has it, in the form that people know. */
export function formatDocument(document: string): string {
  if (/^[0-9A-Z]{12}\d{2}$/.test(document)) return document.replace(/^(..)(...)(...)(....)(..)$/, '$1.$2.$3/$4-$5');
  if (/^\d{11}$/.test(document)) return document.replace(/^(...)(...)(...)(..)$/, '$1.$2.$3-$4');
  return document;
}

/**
 * What of a search is to be looked for among documents, whole or in part and in any spelling: "12.abc.345/" is "12ABC345". Null when
 * no document contains it. Letters stay: without them another company would be found.
 */
export function documentSearch(text: string): string | null {
  const bare = text
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}\p{Z}\p{Pd}\u2212./\\]+/gu, '')
    .replace(/[a-z]+/g, (letters) => letters.toUpperCase());
  return /^[0-9A-Z]{1,14}$/.test(bare) ? bare : null;
}
