import { auth } from '../labels/auth.ts';

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** What is wrong with a typed address, in words; null when nothing is. */
export function emailProblem(email: string, missing: string = auth.emailMissing): string | null {
  if (email === '') return missing;
  return EMAIL.test(email) ? null : auth.emailInvalid;
}
