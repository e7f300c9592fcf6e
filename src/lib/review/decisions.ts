import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';
import type { Candidate } from './contacts.ts';

/** What somebody decides about a contact; null takes the decision back. */
export interface Decision {
  contact_id: string;
  decision: 'company' | 'not_a_customer' | null;
  company_id: string | null;
}

const DECIDED_SHOWN = 100;

/** Writes decisions; returns what was decided before, which undoes them. Throws an AppError. */
export async function decideContacts(
  queryClient: QueryClient,
  tenantId: string,
  decisions: readonly Decision[],
): Promise<Decision[]> {
  const p_decisions = decisions.map((decision) => ({ ...decision }));
  const previous = await dataOf(supabase.rpc('decide_contacts', { p_tenant_id: tenantId, p_decisions }));
  await queryClient.invalidateQueries({ queryKey: keys.review(tenantId) });
  return previous as unknown as Decision[];
}

/** The newest decisions with the names of contacts and companies. */
export function decisionsOptions(tenantId: string) {
  return queryOptions({
    queryKey: keys.decisions(tenantId),
    queryFn: async ({ signal }) => {
      const decisions = await dataOf(
        supabase
          .from('contact_decisions')
          .select('contact_id, decision, company_id, decided_by, decided_at')
          .eq('tenant_id', tenantId)
          .order('decided_at', { ascending: false })
          .limit(DECIDED_SHOWN)
          .abortSignal(signal),
      );
      const contactIds = decisions.map(({ contact_id }) => contact_id);
      const companyIds = decisions.flatMap(({ company_id }) => company_id ?? []);
      const [contacts, companies] = await Promise.all([
        dataOf(supabase.from('contacts').select('id, name').in('id', contactIds).abortSignal(signal)),
        dataOf(supabase.from('companies').select('id, legal_name').in('id', companyIds).abortSignal(signal)),
      ]);
      const contactNames = new Map(contacts.map(({ id, name }) => [id, name]));
      const companyNames = new Map(companies.map(({ id, legal_name }) => [id, legal_name]));
      return decisions.map((decision) => ({
        ...decision,
        contact: contactNames.get(decision.contact_id) ?? '',
        company: decision.company_id === null ? null : (companyNames.get(decision.company_id) ?? ''),
      }));
    },
  });
}

const SERIOUS = /^(other_|number_|homonym$|only_trade$|common_name$)/;
const OBVIOUS_FROM = 0.6;
const OBVIOUS_LEAD = 0.15;

/** Is the first candidate so much better than the others, with so little against it, that nobody need look twice? */
export function isObvious(candidates: readonly Candidate[]): boolean {
  const [first, second] = candidates;
  if (first === undefined || first.likeness < OBVIOUS_FROM) return false;
  if (first.reasons.some((reason) => SERIOUS.test(reason))) return false;
  return (
    second === undefined ||
    second.reasons.some((reason) => SERIOUS.test(reason)) ||
    first.likeness - second.likeness >= OBVIOUS_LEAD
  );
}
