import { JobError } from '../errors.ts';
import { isPublicAddress } from './ip-address.ts';

const refuse = (reason: string) =>
  new JobError(
    'permanent',
    'base_url_refused',
    `O endereço configurado para o provedor não é aceito: ${reason}. Corrija a URL base na aba Configuração.`,
  );

/** Host names and suffixes that never are a provider on the public internet. */
const LOCAL_NAME = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|test|invalid|example|onion|arpa)$/;

/** The last one is this machine as a container sees it. */
const THIS_MACHINE = ['127.0.0.1', 'localhost', 'host.docker.internal'];
const isThisMachine = (host: string) => THIS_MACHINE.includes(host);

/**
 * Checks the base URL of a provider, so that a tenant's admin cannot make the platform call internal addresses:
 * https, a public host name, no address literal, no credentials, default port. `allowLocal` (local stack only) lets
 * plain http to this machine pass, where the sandbox is. Returns the URL without a trailing slash; throws `base_url_refused`.
 */
export function checkBaseUrl(value: string | null, allowLocal: boolean): string {
  if (value === null || value.trim() === '') throw refuse('nenhuma URL foi informada');
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw refuse('a URL é inválida');
  }
  if (url.username !== '' || url.password !== '') throw refuse('a URL não pode conter usuário nem senha');
  if (url.search !== '' || url.hash !== '') throw refuse('a URL não pode conter parâmetros');
  const isLocal = allowLocal && isThisMachine(url.hostname) && /^https?:$/.test(url.protocol);
  if (!isLocal) requirePublic(url);
  return url.href.replace(/\/+$/, '');
}

function requirePublic(url: URL): void {
  if (url.protocol !== 'https:') throw refuse('é preciso usar https');
  if (url.port !== '') throw refuse('não é permitido informar uma porta');
  const host = url.hostname.replace(/\.+$/, '');
  // URL has normalised every spelling of an IPv4 address (decimal, octal, hex, full-width digits) to dotted form by now.
  const isAddress = host.startsWith('[') || /^[0-9.]+$/.test(host);
  if (isAddress || !host.includes('.') || LOCAL_NAME.test(host)) throw refuse('o endereço precisa ser público');
}

/** Looks up the addresses of a host, of both kinds; null when one of the look-ups gave no answer. */
export type ResolveHost = (host: string) => Promise<string[] | null>;

/**
 * Refuses a host name that leads inward: each of its addresses must be public, and what cannot be looked up is not called. Call it once
 * for each slice, with a URL that `checkBaseUrl` accepted.
 *
 * What it cannot do: fetch looks the name up once more, so that a name whose owner changes its address in between still leads inward.
 * Only a client of our own could call the very address that was checked: Deno's can be given a proxy but no address, and the platform's
 * runtime has none. What is left to such an owner: no redirect is followed, the certificate must be the name's, and only a provider's JSON
 * is stored. Throws JobError: `base_url_refused`; `provider_unavailable` (temporary) when there is no answer.
 */
export async function requirePublicHost(baseUrl: string, resolve: ResolveHost): Promise<void> {
  const host = new URL(baseUrl).hostname;
  // The switch for the sandbox was asked in checkBaseUrl.
  if (isThisMachine(host)) return;
  const addresses = await resolve(host);
  if (addresses === null || addresses.length === 0) {
    throw new JobError(
      'temporary',
      'provider_unavailable',
      'Não foi possível conferir para onde leva o endereço configurado (consulta de DNS), e por segurança ele não foi chamado. Se continuar, verifique a URL base na aba Configuração.',
    );
  }
  if (addresses.some((address) => !isPublicAddress(address))) {
    throw refuse('o endereço leva a uma rede interna');
  }
}

interface DenoDns {
  Deno?: {
    resolveDns?(host: string, type: 'A' | 'AAAA', options: { signal: AbortSignal }): Promise<string[]>;
  };
}

const DNS_TIMEOUT_MS = 3_000;

/** "There are no records of this kind" is an answer. That there is none, for whatever reason, is not. */
const hasNoRecords = (error: unknown) => error instanceof Error && error.name === 'NotFound';

/**
 * Addresses by DNS, which the platform's runtime and Deno have. Null where there is no look-up, where it is not permitted, and when one of
 * the two fails: the addresses that it hides may be the inner ones.
 */
export const resolveByDns: ResolveHost = async (host) => {
  const deno = (globalThis as DenoDns).Deno;
  if (!deno?.resolveDns) return null;
  const signal = AbortSignal.timeout(DNS_TIMEOUT_MS);
  // Async, because a runtime that does not support the look-up may throw instead of rejecting.
  const lookUp = async (type: 'A' | 'AAAA') => await (deno.resolveDns?.(host, type, { signal }) ?? []);
  const lookups = await Promise.allSettled([lookUp('A'), lookUp('AAAA')]);
  const isAnswered = lookups.every((lookup) => lookup.status === 'fulfilled' || hasNoRecords(lookup.reason));
  return isAnswered ? lookups.flatMap((lookup) => (lookup.status === 'fulfilled' ? lookup.value : [])) : null;
};
