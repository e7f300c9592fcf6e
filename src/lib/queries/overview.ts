import { queryOptions } from '@tanstack/react-query';
import { parseOverview } from '../overview.ts';
import { supabase } from '../supabase.ts';
import { keys } from './keys.ts';
import { dataOf } from './rest.ts';

/** Metrics of the last 30 days of one integration. */
export function overviewOptions(tenantId: string, slug: string) {
  return queryOptions({
    queryKey: keys.overview(tenantId, slug),
    queryFn: async ({ signal }) =>
      parseOverview(
        await dataOf(
          supabase.rpc('integration_overview', { p_tenant_id: tenantId, p_provider_slug: slug }).abortSignal(signal),
        ),
      ),
  });
}
