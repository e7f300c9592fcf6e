import { expect } from 'vitest';
import { HTTP_ERROR_CODES, JOB_ERROR_CODES } from '../../../supabase/functions/_shared/errors.ts';

/** Words that would tell of the inside: stack frames, files of ours, other programs, credentials. */
const INSIDE =
  /\n\s+at |\bat \S+ \(|node_modules|file:\/\/|supabase\/functions|\.ts:\d+|ECONNREFUSED|postgres:\/\/|sb_secret_|eyJ[A-Za-z0-9_-]{8,}\./;

/** Fails when a text tells of the inside. */
export function expectNothingInside(text: string): void {
  expect(text).not.toMatch(INSIDE);
}

const KNOWN_CODES: ReadonlySet<string> = new Set([...HTTP_ERROR_CODES, ...JOB_ERROR_CODES]);

/** Every answer of a function: JSON, nothing of the inside, and {error: {code, message}} unless it is a success. */
export async function expectOurAnswer(response: Response, allowed5xx: readonly number[] = []): Promise<void> {
  const text = await response.text();
  expectNothingInside(text);
  if (response.status >= 500) expect(allowed5xx, text).toContain(response.status);
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  const body = JSON.parse(text) as { error?: { code: string; message: string } };
  if (response.ok) return;
  expect(typeof body.error?.message).toBe('string');
  expect(KNOWN_CODES).toContain(body.error?.code);
}
