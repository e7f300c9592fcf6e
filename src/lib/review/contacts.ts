import { queryOptions } from '@tanstack/react-query';
import { partsOf } from '../data/batches.ts';
import type { Database } from '../data/database.types.ts';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';

/** So many contacts are shown at first, and with each "more". */
export const PAGE_SIZE = 20;
/** The server tells of so many contacts' candidates at once. */
const CANDIDATES_AT_ONCE = 50;
/** Beyond this the number is not counted. */
export const COUNT_LIMIT = 1000;

/** A company that a contact may belong to. `likeness` is 0 to 1, `reasons` are codes (see labels). */
export type Candidate = Omit<
  Database['public']['Functions']['contact_candidates']['Returns'][number],
  'trade_name' | 'document' | 'is_active'
> & { trade_name: string | null; document: string | null; is_active: boolean | null };

function waiting(tenantId: string, search: string, limit: number, signal: AbortSignal) {
  const args = { p_tenant_id: tenantId, p_search: search, p_limit: limit };
  return dataOf(supabase.rpc('contacts_to_review', args).abortSignal(signal));
}

/** How many contacts wait for a decision, at most COUNT_LIMIT. */
export function reviewCountOptions(tenantId: string) {
  return queryOptions({
    queryKey: keys.reviewCount(tenantId),
    queryFn: async ({ signal }) => (await waiting(tenantId, '', COUNT_LIMIT, signal)).length,
  });
}

/** The first contacts that wait for a decision, by name; one more than asked for when there are more. */
export function reviewListOptions(tenantId: string, search: string, count: number) {
  return queryOptions({
    queryKey: keys.reviewList(tenantId, search, count),
    queryFn: ({ signal }) => waiting(tenantId, search, count + 1, signal),
  });
}

/** The likeliest companies of these contacts, the best first. */
export function candidatesOptions(tenantId: string, contactIds: readonly string[]) {
  return queryOptions({
    queryKey: keys.candidates(tenantId, contactIds),
    queryFn: async ({ signal }) => {
      const found = new Map<string, Candidate[]>(contactIds.map((id) => [id, []]));
      for (const ids of partsOf(contactIds, CANDIDATES_AT_ONCE)) {
        const args = { p_tenant_id: tenantId, p_contact_ids: ids };
        for (const row of await dataOf(supabase.rpc('contact_candidates', args).abortSignal(signal))) {
          found.get(row.contact_id)?.push(row);
        }
      }
      return found;
    },
  });
}

/** Companies with this text in a name or in the document. */
export function companySearchOptions(tenantId: string, search: string) {
  return queryOptions({
    queryKey: keys.companySearch(tenantId, search),
    queryFn: ({ signal }) =>
      dataOf(supabase.rpc('search_companies', { p_tenant_id: tenantId, p_search: search }).abortSignal(signal)),
  });
}
