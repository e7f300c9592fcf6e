import { postHandler } from '../_shared/http/post-handler.ts';
import { createServiceClient, createTokenVerifier, createUserClient } from '../_shared/platform/clients.ts';
import { readEnv } from '../_shared/platform/env.ts';
import { createLog } from '../_shared/platform/log.ts';
import { Queue } from '../_shared/queue/queue.ts';
import { handleTestIntegration } from './handler.ts';
import { callSyncFunction } from './sync-client.ts';

const env = readEnv((name) => Deno.env.get(name));
const log = createLog('test-integration');
const trail = new Queue(createServiceClient(env));
const verifyToken = createTokenVerifier(env);

Deno.serve(
  postHandler(log, (request) =>
    handleTestIntegration(request, {
      verifyToken,
      userClient: (token) => createUserClient(env, token),
      callSyncFunction: (functionName, test) => callSyncFunction(env, log, functionName, test),
      trail,
      issuer: env.jwtIssuer,
      log,
    }),
  ),
);
