import { type FakeSupabase, json } from './fake-supabase.ts';
import { createWorld } from './world.ts';

const TENANT = 't-aurora';

export const company = (id: string, legal_name: string, document: string | null = null) => ({
  id,
  tenant_id: TENANT,
  legal_name,
  trade_name: null,
  document,
  is_active: true,
  gone_at: null,
});

interface Candidate {
  company_id: string;
  likeness: number;
  reasons: string[];
}

interface Decision {
  contact_id: string;
  decision: string | null;
  company_id: string | null;
}

/** A world with contacts that wait for a decision: their names and the companies that they may belong to. */
export function worldWithContacts(contacts: Record<string, Candidate[]>, companies: ReturnType<typeof company>[]) {
  const fake = createWorld();
  const tenantId = String(fake.tables.tenants?.[0]?.id);
  fake.tables.companies = companies.map((row) => ({ ...row, tenant_id: tenantId }));
  fake.tables.contact_decisions = [];
  fake.tables.contacts = Object.keys(contacts).map((name, n) => ({
    id: `c-${n + 1}`,
    tenant_id: tenantId,
    name,
    number: `551190000000${n}`,
    match_status: 'review',
    gone_at: null,
  }));
  fake.overrides.unshift((request, url) => {
    if (url.pathname === '/rest/v1/rpc/contact_candidates') return answerCandidates(fake, contacts, request);
    if (url.pathname === '/rest/v1/rpc/contacts_to_review') return answerWaiting(fake, request);
    if (url.pathname === '/rest/v1/rpc/search_companies') return answerCompanies(fake, request);
    if (url.pathname === '/rest/v1/rpc/decide_contacts') return decide(fake, request);
    return undefined;
  });
  return fake;
}

const contains = (value: unknown, text: string) => String(value).toLowerCase().includes(text.toLowerCase());

async function answerWaiting(fake: FakeSupabase, request: Request) {
  const { p_search: search, p_limit: limit } = await request.json();
  const rows = fake.tables.contacts ?? [];
  return json(
    rows.filter(({ match_status, name }) => match_status === 'review' && contains(name, search)).slice(0, limit),
  );
}

async function answerCompanies(fake: FakeSupabase, request: Request) {
  const { p_search: search } = await request.json();
  const rows = fake.tables.companies ?? [];
  const digits = search.replace(/\D/g, '');
  return json(
    rows.filter((row) => contains(row.legal_name, search) || (digits !== '' && contains(row.document, digits))),
  );
}

async function answerCandidates(fake: FakeSupabase, contacts: Record<string, Candidate[]>, request: Request) {
  const { p_contact_ids: ids } = await request.json();
  const rows = (fake.tables.contacts ?? []).filter(({ id }) => ids.includes(id));
  return json(
    rows.flatMap(({ id, name }) =>
      (contacts[String(name)] ?? []).map((candidate) => ({
        ...fake.tables.companies?.find((row) => row.id === candidate.company_id),
        ...candidate,
        contact_id: id,
      })),
    ),
  );
}

async function decide(fake: FakeSupabase, request: Request) {
  const { p_decisions: decisions } = (await request.json()) as { p_decisions: Decision[] };
  const known = (fake.tables.contact_decisions ?? []) as unknown as Decision[];
  const previous = decisions.map(
    ({ contact_id }) =>
      known.find((one) => one.contact_id === contact_id) ?? { contact_id, decision: null, company_id: null },
  );
  const ids = decisions.map(({ contact_id }) => contact_id);
  fake.tables.contact_decisions = [
    ...known.filter(({ contact_id }) => !ids.includes(contact_id)),
    ...decisions.filter(({ decision }) => decision !== null),
  ].map((one) => ({
    decided_by: null,
    decided_at: new Date().toISOString(),
    tenant_id: fake.tables.tenants?.[0]?.id,
    ...one,
  }));
  const after: Record<string, string> = { company: 'matched', not_a_customer: 'ignored' };
  for (const { contact_id, decision } of decisions) {
    const row = fake.tables.contacts?.find(({ id }) => id === contact_id);
    if (row !== undefined) row.match_status = after[decision ?? ''] ?? 'review';
  }
  return json(previous);
}
