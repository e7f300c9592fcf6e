import { quoteProvider } from '../calls/scrub.ts';
import { JobError } from '../errors.ts';

/** What an error message needs to know of a connection. */
export interface ErrorContext {
  /** Name for people: "Acessórias". */
  providerName: string;
  /** The credential, so that it can be cut out of texts that the provider echoes. */
  credential: string;
  /** What to do when the provider denies access, a sentence. */
  permissionAdvice: string;
}

/** Ends messages of failures that pass by themselves; it must read well on a waiting job and on a failed one. */
export const IF_IT_GOES_ON = 'Se continuar, verifique a situação do provedor e execute novamente.';

/** The provider answered with something else than what it documents. */
export function invalidResponse({ providerName }: ErrorContext, where: string, what: string): JobError {
  return new JobError(
    'temporary',
    'invalid_response',
    `${providerName} enviou uma resposta inválida (${where}): ${what}. ${IF_IT_GOES_ON}`,
  );
}

/** The provider sent a page that it had sent before: going on would lose records, and ending would call that a success. */
export function repeatedPage({ providerName }: ErrorContext, where: string): JobError {
  return new JobError(
    'temporary',
    'repeated_page',
    `${providerName} repetiu uma página já lida (${where}), e a leitura foi interrompida para não perder registros. ${IF_IT_GOES_ON}`,
  );
}

/** The end of the list was not proven. What was read stays; `numbers` says what came of how much ("lidos 100 de 500"). */
export function incompleteRead({ providerName }: ErrorContext, where: string, numbers: string): JobError {
  return new JobError(
    'temporary',
    'incomplete_read',
    `A leitura de ${providerName} ficou incompleta (${where}): ${numbers}. O que foi lido permanece gravado. ${IF_IT_GOES_ON}`,
  );
}

/** More pages than any customer can have: the provider makes up a new one for every request. */
const MAX_PAGES_OF_A_RUN = 10_000;

/** Refuses to read on for ever. Errors: `invalid_response` beyond MAX_PAGES_OF_A_RUN. */
export function requireEnd(context: ErrorContext, page: number, where: string): void {
  if (page > MAX_PAGES_OF_A_RUN) throw invalidResponse(context, where, 'a lista não termina');
}

export function timedOut({ providerName }: ErrorContext, where: string, timeoutMs: number): JobError {
  return new JobError(
    'temporary',
    'provider_timeout',
    `${providerName} não respondeu em ${Math.round(timeoutMs / 1000)} s (${where}). ${IF_IT_GOES_ON}`,
  );
}

export function unreachable({ providerName }: ErrorContext, where: string): JobError {
  return new JobError(
    'temporary',
    'provider_unavailable',
    `A conexão com ${providerName} falhou (${where}). Se continuar, verifique a URL base e a situação do provedor.`,
  );
}

export const rejected = (name: string, where: string) =>
  new JobError(
    'permanent',
    'credentials_rejected',
    `${name} recusou a credencial (${where}). Informe uma credencial válida na aba Configuração e execute novamente.`,
  );

export const denied = ({ providerName, permissionAdvice }: ErrorContext, where: string) =>
  new JobError(
    'permanent',
    'permission_denied',
    `A credencial não tem permissão em ${providerName} (${where}). ${permissionAdvice}`,
  );

export const limited = (name: string, where: string, retryAfter: number | null) =>
  new JobError(
    'rate_limit',
    'rate_limited',
    `${name} limitou o número de consultas (${where}). A execução continua automaticamente quando o limite for liberado.`,
    retryAfter,
  );

const challenged = (name: string, where: string, retryAfter: number | null) =>
  new JobError(
    'temporary',
    'provider_unavailable',
    `A proteção de rede de ${name} pediu uma verificação de navegador (${where}). ${IF_IT_GOES_ON}`,
    retryAfter,
  );

/** The error that stands for an answer with an error status: 401 and 403 end the job, 429 is a limit, the rest is temporary. */
export function statusError(response: Response, text: string, context: ErrorContext, where: string): JobError {
  const { status } = response;
  const name = context.providerName;
  const retryAfter = retryAfterSeconds(response.headers.get('retry-after'));
  if (status === 401) return rejected(name, where);
  // A page that only a browser can pass: it stands in front of the provider, and passes by itself.
  if (response.headers.get('cf-mitigated')?.trim().toLowerCase() === 'challenge')
    return challenged(name, where, retryAfter);
  if (status === 403) return denied(context, where);
  if (status === 429) return limited(name, where, retryAfter);
  // Browsers and some runtimes hide the status of a redirect that is not followed.
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    return invalidResponse(context, where, 'ela redireciona para outro endereço, o que não é aceito');
  }
  const said = quoteProvider(messageIn(parsed(text)) ?? plain(text), context.credential);
  return new JobError(
    'temporary',
    status >= 500 ? 'provider_unavailable' : 'provider_error',
    `${name} respondeu com o erro ${status} (${where})${said === '' ? '' : `: ${said}`}. ${
      status === 404 ? 'Verifique a URL base na aba Configuração.' : IF_IT_GOES_ON
    }`,
    retryAfter,
    status,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the text itself is what was said.
    return null;
  }
}

const plain = (text: string) => (/^\s*[<{[]/.test(text) ? '' : text);

/**
 * Whole seconds of a Retry-After header (a number, fractions too, or an HTTP date), rounded up, at most a day. Null when there is none, when it makes no sense and
 * when it names no wait: asking again at once would go round for ever, so the queue's own cool-down holds then.
 */
export function retryAfterSeconds(value: string | null, now: number = Date.now()): number | null {
  if (value === null || value.trim() === '') return null;
  const text = value.trim();
  const isNumber = /^\d+([.,]\d+)?$/.test(text);
  const seconds = Math.ceil(isNumber ? Number(text.replace(',', '.')) : (Date.parse(text) - now) / 1000);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 86_400) : null;
}

/** Where error bodies have their text, in whatever letters: the surest first. */
const SAYS = ['erro', 'message', 'mensagem', 'msg', 'error', 'erros', 'errors', 'title', 'detail'];
/** Within an error: `{"error": {"code": 7, "description": "…"}}`. */
const SAYS_WITHIN = [...SAYS, 'texto', 'text', 'descricao', 'descrição', 'description', 'motivo', 'reason'];

/** The text of an error body, null when there is none. Errors may lie within each other, and several in a list: then the first one. */
export function messageIn(body: unknown, names = SAYS): string | null {
  if (typeof body === 'string') return body.trim() === '' ? null : body;
  if (typeof body !== 'object' || body === null) return null;
  if (Array.isArray(body)) return firstMessage(body);
  const fields = Object.entries(body);
  return firstMessage(
    names.flatMap((name) => fields.filter(([key]) => key.toLowerCase() === name)).map(([, value]) => value),
  );
}

function firstMessage(values: readonly unknown[]): string | null {
  for (const value of values) {
    const message = messageIn(value, SAYS_WITHIN);
    if (message !== null) return message;
  }
  return null;
}
