import { handlePoke } from '../_shared/http/poke-handler.ts';
import { postHandler } from '../_shared/http/post-handler.ts';
import { createServiceClient } from '../_shared/platform/clients.ts';
import { readEnv } from '../_shared/platform/env.ts';
import { createLog } from '../_shared/platform/log.ts';
import { onShutdown, waitUntil } from '../_shared/platform/runtime.ts';
import { pokeWorker } from '../_shared/queue/poke.ts';
import { type Claim, Queue } from '../_shared/queue/queue.ts';
import { readSliceResponse, type SliceRequest } from '../_shared/queue/slice-contract.ts';
import { Batch } from './batch.ts';
import { WorkerPool } from './worker-pool.ts';

const env = readEnv((name) => Deno.env.get(name));
const log = createLog('process-integration-job');
const queue = new Queue(createServiceClient(env));

async function runSlice(claim: Claim, cursor: unknown, deadlineMs: number, signal: AbortSignal) {
  const body: SliceRequest = {
    tenant_id: claim.tenant_id,
    job_id: claim.job_id,
    lease_token: claim.lease_token,
    cursor,
    deadline_ms: deadlineMs,
  };
  const response = await fetch(`${env.supabaseUrl}/functions/v1/${claim.function_name}`, {
    method: 'POST',
    headers: { apikey: env.secretKey, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  });
  return readSliceResponse(response);
}

/** Several jobs that come free at about the same time need one poke between them. */
const pokes = new Batch<void, void>(async (asked) => {
  await pokeWorker(env, log);
  return asked;
});
const pool = new WorkerPool(() => ({
  queue,
  runSlice,
  wakeWorker: () => waitUntil(pokes.add()),
  log,
  budgetMs: env.workerBudgetMs,
  now: () => performance.now(),
  name: `worker-${crypto.randomUUID().slice(0, 8)}`,
}));

onShutdown(() => pool.release());

const deps = {
  secretKeys: env.secretKeys,
  isWorkerKey: (key: string) => queue.isWorkerKey(key),
  start: () => waitUntil(pool.poke()),
};
Deno.serve(postHandler(log, (request) => handlePoke(request, deps)));
