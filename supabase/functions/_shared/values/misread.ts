/**
 * A value that cannot be understood, thrown by every reader of this folder. The message says in Portuguese what is wrong with it, to
 * be read after the name of the field. Null is for what the provider has not; nothing is guessed, and nothing dropped in silence.
 */
export class Misread extends Error {
  override name = 'Misread';
}

/** True for what stands for nothing in every kind of field: absent, null, a text of blanks. */
export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}
