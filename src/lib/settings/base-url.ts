/** Longest address that the database takes. */
const MAX_LENGTH = 300;

/** Is the text an http(s) address without spaces, user or password? Whether it may be called is decided by the server. */
export function isBaseUrl(text: string): boolean {
  if (text.length > MAX_LENGTH || /[\s@]/.test(text) || !/^https?:\/\//.test(text)) return false;
  return URL.canParse(text);
}
