import { queryOptions } from '@tanstack/react-query';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';
import { parseOverview } from './overview.ts';

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
