import type { FunctionEnv } from '../_shared/platform/env.ts';
import { describeError, type Log } from '../_shared/platform/log.ts';
import { type ConnectionTest, readJobError } from '../_shared/queue/slice-contract.ts';
import type { ConnectionTestResult } from './handler.ts';

/** Longer than the sync function waits for the provider. */
const TIMEOUT_MS = 25_000;

const UNAVAILABLE: ConnectionTestResult = {
  ok: false,
  error: { code: 'internal_error', message: 'Não foi possível fazer o teste agora. Tente novamente em instantes.' },
};

/** Asks `sync-<provider>` to try a connection. Never rejects: a function that cannot be reached is a failed test. */
export async function callSyncFunction(
  env: FunctionEnv,
  log: Log,
  functionName: string,
  test: ConnectionTest,
  send: typeof fetch = fetch,
): Promise<ConnectionTestResult> {
  try {
    const response = await send(`${env.supabaseUrl}/functions/v1/${functionName}`, {
      method: 'POST',
      headers: { apikey: env.secretKey, 'Content-Type': 'application/json' },
      body: JSON.stringify({ connection_test: test }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body: unknown = await response.json();
    if (response.ok) return { ok: true };
    const error = readJobError(body);
    if (error) return { ok: false, error: { code: error.code, message: error.message } };
    log('sync_function_refused', { function: functionName, status: response.status });
    return UNAVAILABLE;
  } catch (error) {
    log('sync_function_unreachable', { function: functionName, error: describeError(error) });
    return UNAVAILABLE;
  }
}
