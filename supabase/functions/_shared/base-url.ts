import { JobError } from './errors.ts';

const refuse = (reason: string) =>
  new JobError(
    'permanent',
    'base_url_refused',
    `O endereço configurado para o provedor não é aceito: ${reason}. Corrija a URL base na aba Configuração.`,
  );

/** Host names and suffixes that never are a provider on the public internet. */
const LOCAL_NAME = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|test|invalid|example|onion|arpa)$/;

/**
 * Checks the base URL of a provider, so that a tenant's admin cannot make the platform call internal addresses:
 * https, a public host name, no address literal, no credentials, default port. `allowLocal` (local stack only) lets
 * plain http to this machine pass, where the sandbox is. Returns the URL without a trailing slash; throws `base_url_refused`.
 */
export function checkBaseUrl(value: string | null, allowLocal: boolean): string {
  if (value === null) throw refuse('nenhuma URL foi informada');
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw refuse('a URL é inválida');
  }
  if (url.username !== '' || url.password !== '') throw refuse('a URL não pode conter usuário nem senha');
  if (url.search !== '' || url.hash !== '') throw refuse('a URL não pode conter parâmetros');
  const isThisMachine = url.hostname === '127.0.0.1' || url.hostname === 'localhost';
  if (!(allowLocal && isThisMachine)) requirePublic(url);
  return url.href.replace(/\/+$/, '');
}

function requirePublic(url: URL): void {
  if (url.protocol !== 'https:') throw refuse('é preciso usar https');
  if (url.port !== '') throw refuse('não é permitido informar uma porta');
  const host = url.hostname.replace(/\.$/, '');
  // URL has normalised every spelling of an IPv4 address (decimal, octal, hex) to dotted form by now.
  const isAddress = host.startsWith('[') || /^[0-9.]+$/.test(host);
  if (isAddress || !host.includes('.') || LOCAL_NAME.test(host)) throw refuse('o endereço precisa ser público');
}
