import { postHandler } from '../_shared/http/post-handler.ts';
import { createServiceClient } from '../_shared/platform/clients.ts';
import { readEnv } from '../_shared/platform/env.ts';
import { createLog } from '../_shared/platform/log.ts';
import { onShutdown, waitUntil } from '../_shared/platform/runtime.ts';
import { pokeWorker } from '../_shared/queue/poke.ts';
import { type Claim, Queue } from '../_shared/queue/queue.ts';
import { readSliceResponse, type SliceRequest } from '../_shared/queue/slice-contract.ts';
import { handleProcess } from './handler.ts';
import { Worker } from './worker.ts';

const env = readEnv((name) => Deno.env.get(name));
const log = createLog('process-integration-job');
const queue = new Queue(createServiceClient(env));
const workers = new Set<Worker>();

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

function startWorker(): void {
  const worker = new Worker({
    queue,
    runSlice,
    wakeWorker: () => waitUntil(pokeWorker(env, log)),
    log,
    budgetMs: env.workerBudgetMs,
    now: () => performance.now(),
    name: `worker-${crypto.randomUUID().slice(0, 8)}`,
  });
  workers.add(worker);
  waitUntil(worker.drain().finally(() => workers.delete(worker)));
}

onShutdown(() => {
  for (const worker of workers) worker.release();
});

Deno.serve(postHandler(log, (request) => handleProcess(request, { secretKeys: env.secretKeys, startWorker })));
