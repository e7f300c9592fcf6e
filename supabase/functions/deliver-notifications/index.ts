import { resolveByDns } from '../_shared/calls/base-url.ts';
import { handlePoke } from '../_shared/http/poke-handler.ts';
import { postHandler } from '../_shared/http/post-handler.ts';
import { createServiceClient } from '../_shared/platform/clients.ts';
import { readEnv } from '../_shared/platform/env.ts';
import { createLog } from '../_shared/platform/log.ts';
import { waitUntil } from '../_shared/platform/runtime.ts';
import { Queue } from '../_shared/queue/queue.ts';
import { deliverDue } from './deliver.ts';
import { Outbox } from './outbox.ts';

const env = readEnv((name) => Deno.env.get(name));
const log = createLog('deliver-notifications');
const client = createServiceClient(env);
const queue = new Queue(client);
const outbox = new Outbox(client);
/** Where people open the app, for the links in what is sent. */
const appUrl = Deno.env.get('INTEGRATIONS_APP_URL')?.replace(/\/+$/, '') || null;

const deps = {
  secretKeys: env.secretKeys,
  isWorkerKey: (key: string) => queue.isWorkerKey(key),
  start: () =>
    waitUntil(
      deliverDue({
        outbox,
        log,
        appUrl,
        allowLocal: env.allowLocalProviders,
        resolveHost: resolveByDns,
        now: () => Date.now(),
        send: fetch,
      }),
    ),
};
Deno.serve(postHandler(log, (request) => handlePoke(request, deps)));
