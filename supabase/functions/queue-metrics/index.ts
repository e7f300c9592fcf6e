import { postHandler } from '../_shared/http/post-handler.ts';
import { createServiceClient } from '../_shared/platform/clients.ts';
import { readEnv } from '../_shared/platform/env.ts';
import { createLog } from '../_shared/platform/log.ts';
import { handleMetrics } from './handler.ts';

const env = readEnv((name) => Deno.env.get(name));
const log = createLog('queue-metrics');
const service = createServiceClient(env);

// POST, too: that is how `deploy:check` knocks at every function.
const methods = ['GET', 'POST'];
Deno.serve(postHandler(log, (request) => handleMetrics(request, { secretKeys: env.secretKeys, service }), methods));
