import { AppError, fromFunction } from '../data/errors.ts';
import { supabase } from '../data/supabase.ts';
import { type ErrorText, jobErrorText } from '../labels/errors.ts';
import { settings as labels } from '../labels/settings.ts';

/** The function gives the provider 15 s and its own parts 25 s: whatever takes longer will not come. */
const TIMEOUT_MS = 30_000;

export interface ConnectionTestInput {
  tenantId: string;
  slug: string;
  /** What is to be tried; null = what is stored. */
  baseUrl: string | null;
  credential: string | null;
}

/** null: the provider accepted address and credential; else why not, in words. */
export type ConnectionTestFailure = ErrorText | null;

interface Answer {
  ok?: unknown;
  error?: { code?: unknown; message?: unknown };
}

/** Lets the server call the provider once, without storing anything. Throws an AppError when the test itself failed. */
export async function testConnection({
  tenantId,
  slug,
  baseUrl,
  credential,
}: ConnectionTestInput): Promise<ConnectionTestFailure> {
  const { data, error } = await supabase.functions.invoke<Answer>('test-integration', {
    body: { tenant_id: tenantId, provider_slug: slug, base_url: baseUrl, credential },
    timeout: TIMEOUT_MS,
  });
  if (error !== null) throw await fromFunction(error);
  if (data?.ok === true) return null;
  const { code, message } = data?.error ?? {};
  if (data?.ok !== false || typeof code !== 'string') {
    throw new AppError('internal_error', 'Cannot read the answer of test-integration: it has neither ok nor an error');
  }
  const { title, advice } = jobErrorText(code);
  // The provider's own words say most; but "execute novamente" is no advice to somebody who is only testing.
  if (code === 'credentials_rejected') return { title, advice: labels.testRejected };
  return { title, advice: typeof message === 'string' ? message : advice };
}
