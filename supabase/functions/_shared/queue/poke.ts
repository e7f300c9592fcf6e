import type { FunctionEnv } from '../platform/env.ts';
import { describeError, type Log } from '../platform/log.ts';

/**
 * Wakes a worker. Fire and forget: a lost poke costs seconds and no job, because the tick pokes again while anything is due.
 */
export async function pokeWorker(env: FunctionEnv, log: Log, send: typeof fetch = fetch): Promise<void> {
  try {
    const response = await send(`${env.supabaseUrl}/functions/v1/process-integration-job`, {
      method: 'POST',
      headers: { apikey: env.secretKey, 'Content-Type': 'application/json' },
      body: '{}',
      signal: AbortSignal.timeout(10_000),
    });
    await response.body?.cancel();
    if (!response.ok) log('poke_refused', { status: response.status });
  } catch (error) {
    log('poke_failed', { error: describeError(error) });
  }
}
