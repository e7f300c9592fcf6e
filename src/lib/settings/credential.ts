/** Longest credential that the database takes. */
const MAX_LENGTH = 1000;

/** Is the text 1 to 1,000 characters without line breaks or other control characters? */
export function isCredential(text: string): boolean {
  return text.length > 0 && text.length <= MAX_LENGTH && !/\p{Cc}/u.test(text);
}
