import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { HttpError, type JobErrorCode } from '../_shared/errors.ts';
import { requireUser, type TokenClaims } from '../_shared/http/auth.ts';
import { requireAdmin } from '../_shared/http/membership.ts';
import { jsonResponse, readBody } from '../_shared/http/post-handler.ts';
import { providerSlugSchema } from '../_shared/http/provider-slug.ts';
import type { Log } from '../_shared/platform/log.ts';
import { type Queue, QueueError } from '../_shared/queue/queue.ts';
import type { ConnectionTest } from '../_shared/queue/slice-contract.ts';

/** Body of `test-integration`. Without `base_url` or `credential` the stored one is tried. */
const bodySchema = z.strictObject({
  tenant_id: z.guid(),
  provider_slug: providerSlugSchema,
  base_url: z.string().trim().min(1).max(300).nullish(),
  credential: z.string().trim().min(1).max(1000).nullish(),
});

/** What came of a test: `message` is for people, in Portuguese. */
export type ConnectionTestResult = { ok: true } | { ok: false; error: { code: JobErrorCode; message: string } };

export interface TestIntegrationDeps {
  verifyToken(token: string): Promise<TokenClaims | null>;
  /** A client that acts as the user, under row level security. */
  userClient(token: string): SupabaseClient;
  /** Lets the sync function of the provider try. */
  callSyncFunction(functionName: string, test: ConnectionTest): Promise<ConnectionTestResult>;
  /** The trail of tests, which also limits how many one user may make. */
  trail: Pick<Queue, 'beginConnectionTest' | 'noteConnectionTest'>;
  /** Issuer of this project's access tokens; null = not checked. */
  issuer: string | null;
  log: Log;
}

/**
 * "Testar conexão", before saving or after: POST `{tenant_id, provider_slug, base_url?, credential?}` -> 200 `{ok: true}` or
 * 200 `{ok: false, error: {code, message}}`. The credential is used for one call and neither stored, logged nor returned; the stored
 * one is read only by the sync function. Each test is in the audit trail. Errors: 400 invalid_request; 401; 403; 404 unknown provider; 413;
 * 429 too_many_requests.
 */
export async function handleTestIntegration(request: Request, deps: TestIntegrationDeps): Promise<Response> {
  const user = await requireUser(request, deps.verifyToken, deps.issuer);
  const body = await readBody(request, bodySchema);
  const client = deps.userClient(user.token);
  await requireAdmin(client, user.id, body.tenant_id, 'test the integration');

  const provider = await client
    .from('integration_providers')
    .select('function_name')
    .eq('slug', body.provider_slug)
    .maybeSingle<{ function_name: string }>();
  if (provider.error) throw provider.error;
  if (!provider.data) {
    throw new HttpError('not_found', `Cannot test the integration: there is no provider "${body.provider_slug}"`);
  }
  const testId = await deps.trail.beginConnectionTest(body.tenant_id, body.provider_slug, user.id).catch(refuseMore);
  const result = await deps.callSyncFunction(provider.data.function_name, {
    tenant_id: body.tenant_id,
    user_id: user.id,
    base_url: body.base_url ?? null,
    credential: body.credential ?? null,
  });
  const outcome = result.ok ? 'ok' : result.error.code;
  await deps.trail.noteConnectionTest(testId, outcome, !body.base_url && !body.credential);
  deps.log('connection_tested', {
    tenant_id: body.tenant_id,
    provider: body.provider_slug,
    outcome,
  });
  return jsonResponse(200, result);
}

/** The database counts, and itself checks that the user is an admin of the tenant. */
function refuseMore(error: unknown): never {
  if (error instanceof QueueError && error.code === 'IQ004') {
    throw new HttpError(
      'too_many_requests',
      'Cannot test the integration: too many tests within a minute. Wait a minute',
    );
  }
  if (error instanceof QueueError && error.code === '42501') {
    throw new HttpError('forbidden', 'Cannot test the integration: only an admin of the tenant may');
  }
  throw error;
}
