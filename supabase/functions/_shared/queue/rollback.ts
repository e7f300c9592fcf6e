/** How often a call is made that the database gave up for another one. */
export const MAX_TRIES = 3;

/**
 * True for the SQLSTATEs of a transaction that was given up for another one: 40P01 deadlock, 40001 serialization failure. Nothing of it
 * was done, so it may be repeated. A migration that runs while we work can cause them.
 */
export function isRolledBack(code: string): boolean {
  return code === '40P01' || code === '40001';
}
