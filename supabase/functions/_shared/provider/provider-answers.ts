import { quoteProvider } from '../calls/scrub.ts';
import { JobError } from '../errors.ts';
import type { ListAnswer } from './list-contract.ts';
import {
  denied,
  type ErrorContext,
  IF_IT_GOES_ON,
  invalidResponse,
  limited,
  messageIn,
  rejected,
} from './provider-errors.ts';

/**
 * The error that stands for a success (200) without the list that was expected. Providers report business errors that way
 * (`{"Erro": "Token sem permissão"}`): those must end the attempt and never count as an empty page. The text decides what kind it is.
 */
export function unexpectedBody(body: unknown, context: ErrorContext, where: string, expected: string): JobError {
  const said = quoteProvider(messageIn(body) ?? '', context.credential);
  if (said === '') return invalidResponse(context, where, `era esperada ${expected}`);
  const name = context.providerName;
  switch (classOf(said)) {
    case 'limit':
      return limited(name, where, null);
    case 'permission':
      return denied(context, where);
    case 'credential':
      return rejected(name, where);
    case 'unavailable':
      return new JobError(
        'temporary',
        'provider_unavailable',
        `${name} está indisponível (${where}): ${said}. ${IF_IT_GOES_ON}`,
      );
    default:
      return new JobError(
        'temporary',
        'provider_error',
        `${name} respondeu com um erro (${where}): ${said}. ${IF_IT_GOES_ON}`,
      );
  }
}

type ErrorClass = 'limit' | 'permission' | 'credential' | 'unavailable';

/** What texts of errors are about, the surest first: "limite de requisições do token excedido" is about a limit. */
const CLASSES: [ErrorClass, RegExp][] = [
  [
    'limit',
    /too many|rate.?limit|throttl|quota|limite.*(requisi|consulta|chamada|acesso|uso|exced|ating)|(requisi|consulta|chamada).*(limite|exced|ating)/,
  ],
  [
    'unavailable',
    /indispon|manutenc|fora do ar|sobrecarreg|unavailable|maintenance|overload|tente novamente|try again/,
  ],
  [
    'permission',
    /permiss|nao autorizad|sem acesso|acesso negado|nao (tem|possui) acesso|forbidden|access denied|not allowed/,
  ],
  [
    'credential',
    /(token|chave|credencia|api.?key|autentica).*(invalid|expirad|expired|recusad|incorret|ausent|nao encontrad|revogad|missing|falh)|(invalid|expired|missing|bad).*(token|key|credential)|unauthori[sz]ed|unauthenticated|nao autenticad/,
  ],
];

function classOf(said: string): ErrorClass | null {
  const plainText = said.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return CLASSES.find(([, pattern]) => pattern.test(plainText))?.[0] ?? null;
}

/**
 * The records of a list; `list` is where the provider puts them. Throws what `unexpectedBody` makes of `body` when there is no list, and of
 * an error that stands in the list instead of records (`[{"Erro": "Token sem permissão"}]`).
 */
export function requireList(
  list: unknown,
  body: unknown,
  keyOf: (record: unknown) => string | null,
  context: ErrorContext,
  where: string,
  expected: string,
): unknown[] {
  if (!Array.isArray(list)) throw unexpectedBody(body, context, where, expected);
  const isError = (record: unknown) =>
    typeof record === 'object' && keyOf(record) === null && messageIn(record) !== null;
  if (list.length > 0 && list.every(isError)) throw unexpectedBody(list[0], context, where, expected);
  return list;
}

/** Asks a page beyond the first of a list whose end may be told by 404: then there are no records, and that error says why. */
export async function askPage<Answer extends ListAnswer>(
  page: number,
  ask: () => Promise<Answer>,
): Promise<ListAnswer> {
  try {
    return await ask();
  } catch (error) {
    if (page === 1 || !(error instanceof JobError) || error.status !== 404) throw error;
    return { records: [], total: null, lastPage: null, notFound: error };
  }
}
