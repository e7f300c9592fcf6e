import { postHandler } from '../_shared/http/post-handler.ts';
import { createTokenVerifier, createUserClient } from '../_shared/platform/clients.ts';
import { readEnv } from '../_shared/platform/env.ts';
import { createLog } from '../_shared/platform/log.ts';
import { waitUntil } from '../_shared/platform/runtime.ts';
import { pokeWorker } from '../_shared/queue/poke.ts';
import { handleRunIntegration } from './handler.ts';

const env = readEnv((name) => Deno.env.get(name));
const log = createLog('run-integration');
const verifyToken = createTokenVerifier(env);

Deno.serve(
  postHandler(log, (request) =>
    handleRunIntegration(request, {
      verifyToken,
      userClient: (token) => createUserClient(env, token),
      wakeWorker: () => waitUntil(pokeWorker(env, log)),
      issuer: env.jwtIssuer,
      log,
    }),
  ),
);
