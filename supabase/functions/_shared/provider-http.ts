import { JobError } from './errors.ts';
import { scrubSecret } from './scrub.ts';

/** How to talk to one provider for one slice. */
export interface ProviderAccess {
  /** Name for people: "Acessórias". */
  providerName: string;
  /** Checked by `checkBaseUrl`, without trailing slash. */
  baseUrl: string;
  /** Value of the Authorization header. */
  authorization: string;
  /** The credential itself, so that it can be cut out of texts that the provider echoes. */
  credential: string;
  timeoutMs: number;
  /** Aborted when the job is cancelled or the worker goes. */
  signal: AbortSignal;
}

/** A JSON answer: `body` is null for 204. */
export interface ProviderAnswer {
  body: unknown;
}

/** No page of any provider is near this size; more is refused before it fills the function's 256 MB. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/**
 * GETs `path` (with its query) and returns the JSON. `where` names the place for people ("página 3").
 * Every failure is a JobError: 401 and 403 end the job, 429 is a rate limit, everything else is temporary.
 */
export async function getJson(access: ProviderAccess, path: string, where: string): Promise<ProviderAnswer> {
  const timeout = AbortSignal.timeout(access.timeoutMs);
  try {
    const response = await fetch(`${access.baseUrl}${path}`, {
      headers: { Authorization: access.authorization, Accept: 'application/json' },
      // A redirect could lead to another host, internal ones included, with the credential in hand.
      redirect: 'manual',
      signal: AbortSignal.any([access.signal, timeout]),
    });
    if (response.status === 204) return { body: null };
    const text = await readLimited(response, access, where);
    if (!response.ok) throw statusError(response, text, access, where);
    return { body: parseJson(text, access, where) };
  } catch (error) {
    if (error instanceof JobError) throw error;
    access.signal.throwIfAborted();
    if (timeout.aborted) {
      throw new JobError(
        'temporary',
        'provider_timeout',
        `${access.providerName} não respondeu em ${Math.round(access.timeoutMs / 1000)} s (${where}). Uma nova tentativa será feita.`,
      );
    }
    throw new JobError(
      'temporary',
      'provider_unavailable',
      `A conexão com ${access.providerName} falhou (${where}). Uma nova tentativa será feita em instantes.`,
    );
  }
}

async function readLimited(response: Response, access: ProviderAccess, where: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ANSWER_BYTES) throw invalidResponse(access, where, 'a resposta é grande demais');
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

/** The provider answered with something else than what it documents. */
export function invalidResponse(access: ProviderAccess, where: string, what: string): JobError {
  return new JobError(
    'temporary',
    'invalid_response',
    `${access.providerName} enviou uma resposta inválida (${where}): ${what}. Uma nova tentativa será feita.`,
  );
}

function statusError(response: Response, text: string, access: ProviderAccess, where: string): JobError {
  const { status } = response;
  const name = access.providerName;
  if (status === 401) {
    return new JobError(
      'permanent',
      'credentials_rejected',
      `${name} recusou a credencial (${where}). Informe uma credencial válida na aba Configuração e execute novamente.`,
    );
  }
  if (status === 403) {
    return new JobError(
      'permanent',
      'permission_denied',
      `A credencial não tem permissão em ${name} (${where}). Peça acesso ao administrador do provedor ou use outra credencial.`,
    );
  }
  if (status === 429) {
    return new JobError(
      'rate_limit',
      'rate_limited',
      `${name} limitou o número de consultas (${where}). A execução continua automaticamente quando o limite for liberado.`,
      retryAfterSeconds(response.headers.get('retry-after')),
    );
  }
  if (status >= 300 && status < 400) return invalidResponse(access, where, 'um redirecionamento foi recusado');
  const said = scrubSecret(messageOf(text), access.credential);
  return new JobError(
    'temporary',
    status >= 500 ? 'provider_unavailable' : 'provider_error',
    `${name} respondeu com o erro ${status} (${where})${said === '' ? '' : `: ${said}`}. Uma nova tentativa será feita.`,
    retryAfterSeconds(response.headers.get('retry-after')),
  );
}

/** The text in an error body: providers use `Erro`, `Message`, `Mensagem`, `error`, `title` or plain text. */
function messageOf(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null) {
      for (const key of ['Erro', 'Message', 'Mensagem', 'message', 'error', 'title']) {
        const value = (body as Record<string, unknown>)[key];
        if (typeof value === 'string') return shorten(value);
      }
    }
    return '';
  } catch {
    return /^\s*</.test(text) ? '' : shorten(text);
  }
}

const shorten = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200)
    .replace(/[.\s]+$/, '');

/** Seconds of a Retry-After header (a number or an HTTP date); null when there is none or it makes no sense. */
export function retryAfterSeconds(value: string | null, now: number = Date.now()): number | null {
  if (value === null || value.trim() === '') return null;
  const seconds = /^\d+$/.test(value.trim()) ? Number(value) : (Date.parse(value) - now) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(0, Math.ceil(seconds)), 86_400) : null;
}
