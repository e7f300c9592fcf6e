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

const isThisMachine = (host: string) => host === '127.0.0.1' || host === 'localhost';

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

/** Looks up the addresses of a host; null where that is not possible. */
export type ResolveHost = (host: string) => Promise<string[] | null>;

/**
 * Refuses a host name that leads inward: each of its addresses must be public. Call it once for each slice, with a URL that
 * `checkBaseUrl` accepted. fetch looks the name up again, so that a name that changes its address in between could still slip
 * through: nothing in the runtime pins an address, and an answer from inside would have to be a provider's JSON to be stored.
 */
export async function requirePublicHost(baseUrl: string, resolve: ResolveHost): Promise<void> {
  const host = new URL(baseUrl).hostname;
  // The switch for the sandbox was asked in checkBaseUrl.
  if (isThisMachine(host)) return;
  const addresses = await resolve(host);
  if (addresses?.some((address) => !isPublicAddress(address))) {
    throw refuse('o endereço leva a uma rede interna');
  }
}

interface DenoDns {
  Deno?: {
    resolveDns?(host: string, type: 'A' | 'AAAA', options: { signal: AbortSignal }): Promise<string[]>;
  };
}

const DNS_TIMEOUT_MS = 3_000;

/**
 * Addresses by DNS. Null where the runtime has no look-up or does not permit it, and when the look-up fails: the literal check has
 * passed then, and fetch either fails in the same way or reaches a name that we could not see.
 */
export const resolveByDns: ResolveHost = async (host) => {
  const deno = (globalThis as DenoDns).Deno;
  const signal = AbortSignal.timeout(DNS_TIMEOUT_MS);
  // Async, because a runtime that does not support the look-up may throw instead of rejecting.
  const lookups = (['A', 'AAAA'] as const).map(
    async (type) => await (deno?.resolveDns?.(host, type, { signal }) ?? []),
  );
  const found = (await Promise.allSettled(lookups)).flatMap((lookup) =>
    lookup.status === 'fulfilled' ? lookup.value : [],
  );
  return found.length > 0 ? found : null;
};
