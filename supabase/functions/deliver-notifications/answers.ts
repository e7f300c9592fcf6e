import { quoteProvider } from '../_shared/calls/scrub.ts';
import { JobError } from '../_shared/errors.ts';
import type { Outcome } from './outbox.ts';

/** Longest wait for an answer, in ms: far below the lease. */
const TIMEOUT_MS = 10_000;
/** More of an answer is not read: it is shown to people, and only its beginning. */
const MAX_ANSWER_BYTES = 2_048;

async function beginningOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk.subarray(0, MAX_ANSWER_BYTES - bytes), { stream: true });
    bytes += chunk.byteLength;
    if (bytes >= MAX_ANSWER_BYTES) break;
  }
  return text;
}

function reasonOf(error: unknown): string {
  if (error instanceof JobError)
    return error.code === 'base_url_refused' ? 'O endereço não é aceito.' : 'O endereço não foi encontrado.';
  const isTimeout = error instanceof Error && error.name === 'TimeoutError';
  return isTimeout ? `Sem resposta em ${TIMEOUT_MS / 1000} segundos.` : 'Não foi possível conectar ao endereço.';
}

/**
 * Posts a JSON text and tells what came of it; never rejects. No redirect is followed: it could lead inward. `secret` is cut out of what the
 * other side says. `check` runs first, and its JobError is the outcome.
 */
export async function post(
  url: string,
  request: { headers: Record<string, string>; body: string; secret: string; check(): void | Promise<void> },
  send: typeof fetch,
): Promise<Outcome> {
  try {
    await request.check();
    const response = await send(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'Content-Type': 'application/json; charset=utf-8', ...request.headers },
      body: request.body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    // Of a success there is nothing to tell; of a failure, what the other side says may help.
    const said = response.ok ? '' : quoteProvider(await beginningOf(response), request.secret).replaceAll(url, '***');
    if (response.ok) await response.body?.cancel();
    const answer = said === '' ? `HTTP ${response.status}` : `HTTP ${response.status}: ${said}`;
    return { isSent: response.ok, status: response.status, answer: answer.slice(0, 200) };
  } catch (error) {
    return { isSent: false, status: null, answer: reasonOf(error) };
  }
}
