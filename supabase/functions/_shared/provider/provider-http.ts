import { JobError } from '../errors.ts';
import { withoutCredential } from './credential-forms.ts';
import { type ErrorContext, invalidResponse, statusError, timedOut, unreachable } from './provider-errors.ts';

/** How to talk to one provider for one slice. */
export interface ProviderAccess extends ErrorContext {
  /** Checked by `checkBaseUrl`, without trailing slash. */
  baseUrl: string;
  /** Value of the Authorization header. */
  authorization: string;
  timeoutMs: number;
  /** Aborted when the job is cancelled or the worker goes. */
  signal: AbortSignal;
  /** Resolves when the next call may begin. */
  pace(): Promise<void>;
  /** Resolves while the job is still ours; rejects with LeaseGoneError once it was cancelled or is another worker's. */
  confirm(): Promise<void>;
}

/** A page of any provider is far below this size. More is refused before it fills the function's 256 MB or its 2 s of CPU. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

/**
 * GETs `path` (with its query) and returns the JSON, null for 204. `where` names the place for people ("página 3").
 * Every failure is a JobError: 401 and 403 end the job, 429 is a rate limit, everything else is temporary. Without a call it rejects
 * with LeaseGoneError when the job is no longer ours, and with the signal's reason when the signal of `access` is aborted.
 */
export async function getJson(access: ProviderAccess, path: string, where: string): Promise<unknown> {
  await access.pace();
  // After the wait: who cancelled during it wants no further call.
  await access.confirm();
  const timeout = AbortSignal.timeout(access.timeoutMs);
  try {
    const response = await fetch(`${access.baseUrl}${path}`, {
      headers: { Authorization: access.authorization, Accept: 'application/json' },
      // None is followed, to the same host neither: no provider needs it, and it could lead inward with the credential in hand.
      redirect: 'manual',
      signal: AbortSignal.any([access.signal, timeout]),
    });
    if (response.status === 204) return null;
    // Here, where everything comes in: nothing that is made of the answer can hold the credential.
    const text = withoutCredential(await readLimited(response, access, where), access.credential);
    if (!response.ok) throw statusError(response, text, access, where);
    return parseJson(text, access, where);
  } catch (error) {
    if (error instanceof JobError) throw error;
    access.signal.throwIfAborted();
    throw timeout.aborted ? timedOut(access, where, access.timeoutMs) : unreachable(access, where);
  }
}

async function readLimited(response: Response, access: ProviderAccess, where: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ANSWER_BYTES) throw invalidResponse(access, where, 'ela é grande demais');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parseJson(text: string, access: ProviderAccess, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const what = /^\s*</.test(text) ? 'veio uma página HTML em vez de dados' : 'o conteúdo não pôde ser lido';
    throw invalidResponse(access, where, what);
  }
}
