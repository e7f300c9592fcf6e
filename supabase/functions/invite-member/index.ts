import { postHandler } from '../_shared/http/post-handler.ts';
import { createServiceClient, createTokenVerifier, createUserClient } from '../_shared/platform/clients.ts';
import { readEnv } from '../_shared/platform/env.ts';
import { createLog } from '../_shared/platform/log.ts';
import { handleInvite } from './handler.ts';

const env = readEnv((name) => Deno.env.get(name));
const log = createLog('invite-member');
const verifyToken = createTokenVerifier(env);
const service = createServiceClient(env);

Deno.serve(
  postHandler(log, (request) =>
    handleInvite(request, {
      verifyToken,
      userClient: (token) => createUserClient(env, token),
      service,
      issuer: env.jwtIssuer,
      log,
    }),
  ),
);
