import { queryOptions } from '@tanstack/react-query';
import type { Database } from '../data/database.types.ts';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';
import { documentSearch } from '../text/documents.ts';

/** So many contacts are shown at first, and with each "more". */
export const PAGE_SIZE = 20;
/** The server tells of so many contacts' candidates at once. */
const CANDIDATES_AT_ONCE = 50;
/** Beyond this the number is not counted. */
export const COUNT_LIMIT = 1000;
const COMPANIES_FOUND = 8;

/** A company that a contact may belong to. `likeness` is 0 to 1, `reasons` are codes (see labels). */
export type Candidate = Omit<
  Database['public']['Functions']['contact_candidates']['Returns'][number],
  'trade_name' | 'document' | 'is_active'
> & { trade_name: string | null; document: string | null; is_active: boolean | null };

/** A text as PostgREST takes it inside of `or=(…)`: part of a value, not a pattern, whatever it holds. */
function containing(text: string): string {
  const pattern = text.replace(/[\\%_]/g, '\\$&');
  return `"%${pattern.replace(/[\\"]/g, '\\$&')}%"`;
}

/** The columns hold the text, as it was typed or without its accents: registered names seldom have them. */
function anyContains(columns: readonly string[], text: string): string {
  const bare = text.normalize('NFD').replace(/\p{M}/gu, '');
  const texts = bare === text ? [text] : [text, bare];
  return columns.flatMap((column) => texts.map((one) => `${column}.ilike.${containing(one)}`)).join(',');
}

const toReview = (tenantId: string) =>
  supabase
    .from('contacts')
    .select('id, name, number')
    .eq('tenant_id', tenantId)
    .eq('match_status', 'review')
    .is('gone_at', null);

/** How many contacts wait for a decision, at most COUNT_LIMIT. */
export function reviewCountOptions(tenantId: string) {
  return queryOptions({
    queryKey: keys.reviewCount(tenantId),
    queryFn: async ({ signal }) => (await dataOf(toReview(tenantId).limit(COUNT_LIMIT).abortSignal(signal))).length,
  });
}

/** The first contacts that wait for a decision, by name; one more than asked for when there are more. */
export function reviewListOptions(tenantId: string, search: string, count: number) {
  return queryOptions({
    queryKey: keys.reviewList(tenantId, search, count),
    queryFn: ({ signal }) => {
      let request = toReview(tenantId);
      if (search !== '') request = request.or(anyContains(['name'], search));
      return dataOf(
        request
          .order('name')
          .order('id')
          .limit(count + 1)
          .abortSignal(signal),
      );
    },
  });
}

/** The likeliest companies of these contacts, the best first. */
export function candidatesOptions(tenantId: string, contactIds: readonly string[]) {
  return queryOptions({
    queryKey: keys.candidates(tenantId, contactIds),
    queryFn: async ({ signal }) => {
      const found = new Map<string, Candidate[]>(contactIds.map((id) => [id, []]));
      for (let at = 0; at < contactIds.length; at += CANDIDATES_AT_ONCE) {
        const ids = contactIds.slice(at, at + CANDIDATES_AT_ONCE);
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
    queryFn: ({ signal }) => {
      const document = documentSearch(search);
      const conditions = [anyContains(['legal_name', 'trade_name'], search)];
      if (document !== null) conditions.push(`document.ilike.${containing(document)}`);
      const request = supabase
        .from('companies')
        .select('id, legal_name, document')
        .eq('tenant_id', tenantId)
        .is('gone_at', null)
        .or(conditions.join(','));
      return dataOf(request.order('legal_name').limit(COMPANIES_FOUND).abortSignal(signal));
    },
  });
}
