import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { requireAdmin } from '../_shared/http/membership.ts';
import { acceptBody, jsonResponse } from '../_shared/http/post-handler.ts';
import { providerSlugSchema } from '../_shared/http/provider-slug.ts';
import type { Log } from '../_shared/platform/log.ts';
import { isRolledBack, MAX_TRIES } from '../_shared/queue/rollback.ts';

/** Body of `run-integration` that names several integrations of one tenant. */
const severalSchema = z.strictObject({
  tenant_id: z.guid(),
  provider_slugs: z.array(providerSlugSchema).min(1).max(100),
});

/** What became of each: the job that runs now, or the code of why not. */
const resultsSchema = z.array(
  z.object({
    provider_slug: z.string(),
    outcome: z.enum([
      'started',
      'job_already_active',
      'integration_disabled',
      'not_found',
      'forbidden',
      'too_many_requests',
    ]),
    job_id: z.string().nullable(),
  }),
);

/** Is this the body of several runs? It says so by its one field of its own. */
export function namesSeveral(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'provider_slugs' in body;
}

/**
 * Enqueues a run of each: `{tenant_id, provider_slugs}` -> 202 `{results: [{provider_slug, outcome, job_id}]}`, also when none could be
 * started: a refused one keeps none of the others from running. Errors: 400 invalid_request; 403.
 */
export async function runSeveral(
  given: unknown,
  userId: string,
  client: SupabaseClient,
  deps: { wakeWorker(): void; log: Log },
): Promise<Response> {
  const body = acceptBody(given, severalSchema);
  await requireAdmin(client, userId, body.tenant_id, 'run the integrations');
  const results = await enqueue(client, body);
  const started = results.filter(({ outcome }) => outcome === 'started');
  if (started.length > 0) deps.wakeWorker();
  deps.log('jobs_enqueued', { tenant_id: body.tenant_id, asked: body.provider_slugs.length, started: started.length });
  return jsonResponse(202, { results });
}

/** One call for all of them; a transaction that was given up for another one is repeated. */
async function enqueue(client: SupabaseClient, body: z.infer<typeof severalSchema>) {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const { data, error } = await client.rpc('enqueue_integration_jobs', {
      p_tenant_id: body.tenant_id,
      p_provider_slugs: body.provider_slugs,
    });
    if (error === null) return resultsSchema.parse(data);
    if (!isRolledBack(error.code)) throw new Error(`Cannot enqueue the jobs: ${error.code} ${error.message}`);
  }
  throw new Error('Cannot enqueue the jobs: another transaction was in the way three times');
}
