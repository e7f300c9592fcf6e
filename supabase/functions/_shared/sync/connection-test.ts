import { openAccess } from '../calls/access.ts';
import type { ResolveHost } from '../calls/base-url.ts';
import { JobError } from '../errors.ts';
import type { Connector } from '../provider/connector.ts';
import type { Queue } from '../queue/queue.ts';
import type { ConnectionTest } from '../queue/slice-contract.ts';

export interface ConnectionTestDeps {
  queue: Queue;
  providerTimeoutMs: number;
  allowLocalProviders: boolean;
  resolveHost: ResolveHost;
  /** Aborted when the caller hangs up. */
  signal: AbortSignal;
}

/** Somebody waits in front of the screen: less than a run would wait. */
const TEST_TIMEOUT_MS = 15_000;

/**
 * One cheap call with the given or the stored address and credential. Resolves when the provider accepted it.
 * Throws JobError with what is wrong, for the person who tests.
 */
export async function testConnection<Cursor>(
  connector: Connector<Cursor>,
  test: ConnectionTest,
  deps: ConnectionTestDeps,
): Promise<void> {
  const stored = await deps.queue.openConnectionTest(test.tenant_id, connector.slug, test.user_id);
  if (test.credential === null && test.base_url !== null && hostOf(test.base_url) !== hostOf(stored.base_url)) {
    // A stored credential is write-only: sent to a host of the admin's choice it could be read.
    throw new JobError(
      'permanent',
      'credentials_missing',
      `Para testar outro endereço, informe também a credencial de ${connector.name}: a que está guardada vale só para o endereço salvo.`,
    );
  }
  const access = await openAccess(
    connector,
    { base_url: test.base_url ?? stored.base_url, credential: test.credential ?? stored.credential },
    // No job stands behind a test that somebody could cancel; who hangs up aborts the signal.
    { ...deps, timeoutMs: Math.min(deps.providerTimeoutMs, TEST_TIMEOUT_MS), confirm: async () => {} },
  );
  try {
    await connector.probe({ access, config: {}, lastSuccessStartedAt: null, now: new Date() });
  } catch (error) {
    if (error instanceof JobError && error.code === 'rate_limited') {
      throw new JobError(
        'rate_limit',
        'rate_limited',
        `${connector.name} limitou o número de consultas. Tente novamente em alguns minutos.`,
        error.retryAfterSeconds,
      );
    }
    throw error;
  } finally {
    access.body.done();
  }
}

const hostOf = (url: string | null) => (url !== null && URL.canParse(url) ? new URL(url).host : null);
