import { JobError } from '../errors.ts';
import { type ErrorContext, invalidResponse, statusError, timedOut, unreachable } from '../provider/provider-errors.ts';
import { type AnswerBody, MAX_ANSWER_BYTES } from './answer-body.ts';
import { excessOfText } from './answer-limits.ts';
import { type AnswerText, SAME_TEXT } from './answer-text.ts';
import { withoutCredential } from './credential-forms.ts';

/** How to talk to one provider for one slice. */
export interface ProviderAccess extends ErrorContext {
  /** Checked by `checkBaseUrl`, without trailing slash. */
  baseUrl: string;
  /** Value of the Authorization header. */
  authorization: string;
  timeoutMs: number;
  /** Aborted when the job is cancelled or the worker goes. */
  signal: AbortSignal;
  /** Reads what the provider answers; `done` when nothing of it is needed any more. */
  body: AnswerBody;
  /** Waits before an empty page is asked again, in ms; undefined = those of `live-list.ts`. */
  endPausesMs?: number[] | undefined;
  /** Resolves when the next call may begin. */
  pace(): Promise<void>;
  /** Resolves while the job is still ours; rejects with LeaseGoneError once it was cancelled or is another worker's. */
  confirm(): Promise<void>;
  /** Told the HTTP status of each answer. */
  noteAnswer?: ((status: number) => void) | undefined;
}

/** Of an error only its text is wanted: this much of it, and not for longer than this. */
const MAX_ERROR_BYTES = 64 * 1024;
const MAX_ERROR_MS = 2_000;

/**
 * GETs `path` (with its query) and returns the JSON, null for 204. Whole numbers beyond 2^53 come as texts, so that no id loses digits.
 * `where` names the place for people ("página 3"). Every failure is a JobError: 401 and 403 end the job, 429 is a rate limit, everything
 * else is temporary. Without a call it rejects with LeaseGoneError when the job is no longer ours, and with the signal's reason when the
 * signal of `access` is aborted. With `known` an answer whose text came before is SAME_TEXT.
 */
export async function getJson(
  access: ProviderAccess,
  path: string,
  where: string,
  known?: AnswerText,
): Promise<unknown> {
  await access.pace();
  // After the wait: who cancelled during it wants no further call.
  await access.confirm();
  // Not AbortSignal.timeout: it would wait to its end after the answer, and hold what belongs to the call.
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), access.timeoutMs);
  const done = new AbortController();
  const signal = AbortSignal.any([access.signal, timeout.signal, done.signal]);
  try {
    const response = await fetch(`${access.baseUrl}${path}`, {
      headers: { Authorization: access.authorization, Accept: 'application/json' },
      // None is followed, to the same host neither: no provider needs it, and it could lead inward with the credential in hand.
      redirect: 'manual',
      signal,
    });
    access.noteAnswer?.(response.status);
    if (response.status === 204) return null;
    // Here, where everything comes in: nothing that is made of the answer can hold the credential.
    const withoutSecret = (text: string) => withoutCredential(text, access.credential);
    if (!response.ok)
      throw statusError(response, withoutSecret(await errorText(response, access.body, signal)), access, where);
    const { bytes, charset } = await readAnswer(response, signal, access, where);
    known?.note(bytes, charset);
    if (known?.isSame) return SAME_TEXT;
    const text = decode(bytes, charset, access, where);
    const excess = excessOfText(text);
    if (excess !== null) throw invalidResponse(access, where, excess);
    return parseJson(withoutSecret(text), access, where);
  } catch (error) {
    if (error instanceof JobError) throw error;
    access.signal.throwIfAborted();
    throw timeout.signal.aborted ? timedOut(access, where, access.timeoutMs) : unreachable(access, where);
  } finally {
    clearTimeout(timer);
    // Whatever of the answer was not read: the connection is given up, nobody waits for its end.
    done.abort();
  }
}

/** What an error says, as far as it is needed: these statuses say everything by themselves, and a body may never end. */
async function errorText(response: Response, body: AnswerBody, signal: AbortSignal): Promise<string> {
  if ([401, 403, 429].includes(response.status) || response.type === 'opaqueredirect') return '';
  const stop = new Promise<null>((resolve) => setTimeout(resolve, MAX_ERROR_MS, null));
  const bytes = await Promise.race([body.read(response, MAX_ERROR_BYTES, signal).catch(() => null), stop]);
  return bytes === null ? '' : new TextDecoder(charsetOf(response) ?? 'utf-8').decode(bytes);
}

/** The charset that Content-Type declares; utf-8 when it declares none, null when nobody knows it. */
function charsetOf(response: Response): string | null {
  const declared = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(response.headers.get('content-type') ?? '')?.[1] ?? 'utf-8';
  // TextDecoder takes it for windows-1252. Bytes beyond ASCII are a server's slip, and UTF-8 contains it.
  if (/^(us-)?ascii$/i.test(declared)) return 'utf-8';
  try {
    return new TextDecoder(declared).encoding;
  } catch {
    return null;
  }
}

async function readAnswer(
  response: Response,
  signal: AbortSignal,
  access: ProviderAccess,
  where: string,
): Promise<{ bytes: Uint8Array; charset: string }> {
  const bytes = await access.body.read(response, MAX_ANSWER_BYTES, signal);
  if (bytes === null) throw invalidResponse(access, where, 'ela é grande demais');
  const charset = charsetOf(response);
  if (charset === null) throw invalidResponse(access, where, 'ela declara uma codificação de texto desconhecida');
  return { bytes, charset };
}

function decode(bytes: Uint8Array, charset: string, access: ProviderAccess, where: string): string {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    throw invalidResponse(access, where, 'o conteúdo não pôde ser lido na codificação que ela declara');
  }
}

function parseJson(text: string, access: ProviderAccess, where: string): unknown {
  try {
    return parseExactly(text);
  } catch {
    const what = /^\s*</.test(text) ? 'veio uma página HTML em vez de dados' : 'o conteúdo não pôde ser lido';
    throw invalidResponse(access, where, what);
  }
}

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;
const parseWith = JSON.parse as (text: string, reviver?: Reviver) => unknown;

/** JSON.parse, but a number that a double cannot hold comes as the text that was sent. */
function parseExactly(text: string): unknown {
  // The reviver is slow, and hardly any answer has so long a number or an exponent. Within a text both are common: guids have "3e45".
  if (!/(?:^|[[:,])\s*-?(?:\d{16}|\d+(?:\.\d+)?[eE][+-]?\d{2})/.test(text)) return parseWith(text);
  return parseWith(text, (_, value, { source }) =>
    typeof value === 'number' && source !== undefined && isInexact(value, source) ? source : value,
  );
}

function isInexact(value: number, source: string): boolean {
  if (!Number.isFinite(value)) return true;
  return /^-?\d+$/.test(source) && !Number.isSafeInteger(value);
}
