import { queryOptions } from '@tanstack/react-query';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';

/** E-mails of the members of a tenant by user id. Who left the tenant is not in it. */
export function peopleOptions(tenantId: string) {
  return queryOptions({
    queryKey: keys.people(tenantId),
    queryFn: async ({ signal }) => {
      const rows = await dataOf(supabase.rpc('tenant_people', { p_tenant_id: tenantId }).abortSignal(signal));
      return new Map(rows.map(({ user_id, email }) => [user_id, email]));
    },
    staleTime: 5 * 60_000,
  });
}
