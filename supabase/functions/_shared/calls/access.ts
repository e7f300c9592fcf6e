import { JobError } from '../errors.ts';
import type { Connector } from '../provider/connector.ts';
import { AnswerBody } from './answer-body.ts';
import { checkBaseUrl, type ResolveHost, requirePublicHost } from './base-url.ts';
import { createPacer } from './pacer.ts';
import type { ProviderAccess } from './provider-http.ts';

export interface AccessDeps {
  allowLocalProviders: boolean;
  resolveHost: ResolveHost;
  /** Longest wait for one answer, in ms. */
  timeoutMs: number;
  /** Aborted when nobody waits any more. */
  signal: AbortSignal;
  /** See ProviderAccess. */
  endPausesMs?: number[] | undefined;
  /** Resolves when the provider may be called once more; omitted where nobody counts. */
  allowance?: (() => Promise<void>) | undefined;
  /** See ProviderAccess; omitted where nobody notes it. */
  noteAnswer?: ((status: number) => void) | undefined;
  /** Asked before each call: rejects when it must not be made any more. */
  confirm(): Promise<void>;
}

/**
 * Everything a connector needs to call its provider. Checks the credential and the address first.
 * Throws JobError: `credentials_missing`, `credentials_rejected`, `base_url_refused`.
 */
export async function openAccess<Cursor>(
  connector: Connector<Cursor>,
  stored: { base_url: string | null; credential: string | null },
  deps: AccessDeps,
): Promise<ProviderAccess> {
  const { credential } = stored;
  if (credential === null || credential === '') {
    throw new JobError(
      'permanent',
      'credentials_missing',
      `Nenhuma credencial de ${connector.name} foi informada. Informe-a na aba Configuração e execute novamente.`,
    );
  }
  // A header cannot carry anything else, and fetch would call it a network error.
  if (!/^[\x20-\x7e]+$/.test(credential)) {
    throw new JobError(
      'permanent',
      'credentials_rejected',
      `A credencial de ${connector.name} contém caracteres que não podem ser enviados. Informe-a novamente na aba Configuração.`,
    );
  }
  const baseUrl = checkBaseUrl(stored.base_url, deps.allowLocalProviders);
  await requirePublicHost(baseUrl, deps.resolveHost);
  const pace = createPacer(connector.callIntervalMs, deps.signal);
  return {
    providerName: connector.name,
    permissionAdvice: connector.permissionAdvice,
    baseUrl,
    authorization: connector.authorization(credential),
    credential,
    timeoutMs: deps.timeoutMs,
    body: new AnswerBody(),
    signal: deps.signal,
    endPausesMs: deps.endPausesMs,
    pace: async () => {
      await pace();
      await deps.allowance?.();
    },
    confirm: deps.confirm,
    noteAnswer: deps.noteAnswer,
  };
}
