import type { SupabaseClient } from '@supabase/supabase-js';
import { requireSecretKey } from '../_shared/http/auth.ts';
import { healthSchema } from './health.ts';
import { metricFamilies } from './metrics.ts';
import { exposition } from './open-metrics.ts';

export interface MetricsDeps {
  secretKeys: readonly string[];
  /** A client with the rights of service_role. */
  service: SupabaseClient;
}

/**
 * The queue's health for monitoring: GET (or POST, no body) with a secret key on `apikey` -> 200 with the figures of
 * `private.queue_health` as OpenMetrics text. Errors: 401; 405; 500 when the database cannot be asked, so that the scrape counts as failed.
 */
export async function handleMetrics(request: Request, { secretKeys, service }: MetricsDeps): Promise<Response> {
  await requireSecretKey(request, secretKeys);
  const { data, error } = await service.rpc('integration_queue_health');
  if (error) throw new Error(`Cannot read the queue's health: ${error.code} ${error.message}`);
  return new Response(exposition(metricFamilies(healthSchema.parse(data))), {
    headers: {
      'Content-Type': 'application/openmetrics-text; version=1.0.0; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}
