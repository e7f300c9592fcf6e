import { createTokenVerifier, createUserClient } from '../_shared/clients.ts';
import { readEnv } from '../_shared/env.ts';
import { postHandler } from '../_shared/http.ts';
import { createLog } from '../_shared/log.ts';
import { pokeWorker } from '../_shared/poke.ts';
import { waitUntil } from '../_shared/runtime.ts';
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
