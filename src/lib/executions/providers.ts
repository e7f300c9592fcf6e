import { queryOptions } from '@tanstack/react-query';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';

/** Slugs and names of the catalogue, by name. */
export function providersOptions() {
  return queryOptions({
    queryKey: keys.providers,
    queryFn: async ({ signal }) => {
      const rows = await dataOf(supabase.from('integration_providers').select('slug, name').abortSignal(signal));
      return rows.sort((a, b) => a.name.localeCompare(b.name, 'pt-BR'));
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}
