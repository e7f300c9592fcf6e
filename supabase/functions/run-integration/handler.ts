import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { HttpError } from '../_shared/errors.ts';
import { requireUser, type TokenClaims } from '../_shared/http/auth.ts';
import { requireAdmin } from '../_shared/http/membership.ts';
import { acceptBody, jsonResponse, readBody } from '../_shared/http/post-handler.ts';
import { providerSlugSchema } from '../_shared/http/provider-slug.ts';
import type { Log } from '../_shared/platform/log.ts';
import { isRolledBack, MAX_TRIES } from '../_shared/queue/rollback.ts';
import { isNestedAtMost } from '../_shared/values/nesting.ts';
import { namesSeveral, runSeveral } from './several.ts';

/** Far more than anybody writes by hand, far less than a stack holds. */
const MAX_PAYLOAD_DEPTH = 32;

/** Body of `run-integration`. Unknown fields are refused, so that a typo is not silently ignored. */
const bodySchema = z.strictObject({
  tenant_id: z.guid(),
  provider_slug: providerSlugSchema,
  payload: z
    .record(z.string(), z.unknown())
    .refine(
      (payload) => isNestedAtMost(payload, MAX_PAYLOAD_DEPTH),
      `must be nested at most ${MAX_PAYLOAD_DEPTH} levels deep`,
    )
    // A text "false" would be taken for no, and the run would go on where the caller wanted it to begin.
    .refine(
      ({ from_start }) => from_start === undefined || typeof from_start === 'boolean',
      'from_start must be a boolean',
    )
    .optional(),
});
type Body = z.infer<typeof bodySchema>;

export interface RunIntegrationDeps {
  verifyToken(token: string): Promise<TokenClaims | null>;
  /** A client that acts as the user: row level security is the second door behind the checks here. */
  userClient(token: string): SupabaseClient;
  /** Wakes a worker after the response. */
  wakeWorker(): void;
  /** Issuer of this project's access tokens. */
  issuer: string | null;
  log: Log;
}

/**
 * Enqueues one run of an integration (specification, section 3): POST `{tenant_id, provider_slug, payload?}` -> 202 `{job_id, status, resumed_from}`.
 * After a failed run the new one goes on from its cursor while that is fresh (`resumed_from` names the failed job, else null);
 * `payload: {"from_start": true}` begins from the start. With `provider_slugs` instead of `provider_slug`: see `runSeveral`.
 * Errors: 400 invalid_request, integration_disabled; 401; 403; 404; 409 job_already_active with the active `job_id`;
 * 413; 429 too_many_requests.
 */
export async function handleRunIntegration(request: Request, deps: RunIntegrationDeps): Promise<Response> {
  const user = await requireUser(request, deps.verifyToken, deps.issuer);
  const given = await readBody(request, z.unknown());
  const client = deps.userClient(user.token);
  if (namesSeveral(given)) return runSeveral(given, user.id, client, deps);
  const body = acceptBody(given, bodySchema);

  await requireRunnable(client, user.id, body);
  const job = await enqueue(client, body);
  deps.wakeWorker();
  deps.log('job_enqueued', { job_id: job.id, tenant_id: body.tenant_id, provider: body.provider_slug });
  return jsonResponse(202, { job_id: job.id, status: job.status, resumed_from: job.resumed_from });
}

/** The caller is an admin of the tenant, and the integration is there and switched on. */
async function requireRunnable(client: SupabaseClient, userId: string, body: Body): Promise<void> {
  const [, integration] = await Promise.all([
    requireAdmin(client, userId, body.tenant_id, 'run the integration'),
    client
      .from('tenant_integrations')
      .select('is_enabled')
      .eq('tenant_id', body.tenant_id)
      .eq('provider_slug', body.provider_slug)
      .maybeSingle(),
  ]);
  if (integration.error) throw integration.error;
  if (!integration.data) {
    throw new HttpError(
      'not_found',
      `Cannot run the integration: the tenant has no integration "${body.provider_slug}"`,
    );
  }
  if (!integration.data.is_enabled) throw disabled(body);
}

const disabled = (body: Body) =>
  new HttpError(
    'integration_disabled',
    `Cannot run the integration: "${body.provider_slug}" is disabled. Enable it first`,
  );

interface EnqueuedJob {
  id: string;
  status: string;
  resumed_from: string | null;
}

/**
 * Inserts the job. The partial unique index decides who is first, not a check before the insert; the loser gets the winner's id.
 * A winner that finishes between the refusal and the look-up leaves the place free: then one more insert is tried, as after a deadlock.
 */
async function enqueue(client: SupabaseClient, body: Body): Promise<EnqueuedJob> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const { data, error } = await client
      .from('integration_jobs')
      .insert({ tenant_id: body.tenant_id, provider_slug: body.provider_slug, payload: body.payload ?? {} })
      .select('id, status, resumed_from')
      .single<EnqueuedJob>();
    if (data) return data;
    if (isRolledBack(error.code)) continue;
    if (error.code !== '23505') throw insertError(error, body);

    const active = await client
      .from('integration_jobs')
      .select('id')
      .eq('tenant_id', body.tenant_id)
      .eq('provider_slug', body.provider_slug)
      .in('status', ['pending', 'running'])
      .maybeSingle<{ id: string }>();
    if (active.error) throw active.error;
    if (active.data) {
      throw new HttpError('job_already_active', 'Cannot run the integration: it is already running', {
        job_id: active.data.id,
      });
    }
  }
  throw new Error('Cannot enqueue the job: another transaction was in the way three times');
}

/**
 * What Postgres says of a payload that it cannot take: 23514 too large or with a secret, 22P05 a NUL, 22P02 half a surrogate pair,
 * 54001 nested too deeply.
 */
const PAYLOAD_REFUSALS = new Set(['23514', '22P05', '22P02', '54001']);

function insertError(error: { code: string; message: string }, body: Body): Error {
  if (error.code === 'IQ002') return disabled(body);
  if (error.code === 'IQ004') {
    return new HttpError('too_many_requests', 'Cannot run the integration: too many runs or changes. Wait a minute');
  }
  if (error.code === '42501')
    return new HttpError('forbidden', 'Cannot run the integration: only an admin of the tenant may');
  if (PAYLOAD_REFUSALS.has(error.code)) {
    return new HttpError(
      'invalid_request',
      'Cannot accept the payload: it must be small and must not contain credentials',
    );
  }
  return new Error(`Cannot insert the job: ${error.code} ${error.message}`);
}
