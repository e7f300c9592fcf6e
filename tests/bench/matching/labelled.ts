import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Sql } from '../../support/database/database.ts';
import { cnpj } from '../../support/database/documents.ts';
import { createTenant } from '../../support/database/fixtures.ts';

export type Verdict = 'match' | 'review' | 'none';
export type Part = 'tuning' | 'reporting';

/** A contact among the 511 companies of the sandbox. */
interface Pair {
  contact: string;
  right: Verdict;
  /** Document of the company that it belongs to, or that a person should be shown. */
  company?: string;
  /** How the name came about. */
  kind: string;
}

/** A contact among a few companies that were invented for it. */
interface Case {
  contact: string;
  companies: string[];
  right: Verdict;
}

/** What was right for a contact and what matching said. */
export interface Outcome {
  contact: string;
  part: Part;
  right: Verdict;
  got: Verdict;
  /** The company found is the labelled one; true as well where none was found. */
  isRightCompany: boolean;
}

const read = async <T>(url: string) => JSON.parse(await readFile(new URL(url, import.meta.url), 'utf8')) as T;

/** Which part a contact is in follows from its name alone: adding others moves nobody. Rules are tuned on one part, told of on the other. */
function partOf(contact: string): Part {
  return createHash('md5').update(contact).digest().readUInt8(15) % 2 === 1 ? 'tuning' : 'reporting';
}

interface Found {
  name: string;
  match_status: 'matched' | 'review';
  document: string;
}

const match = (sql: Sql, tenantId: string, names: string[]) => sql<Found[]>`
  select m.name, m.match_status, c.document
  from private.match_names(${tenantId}, ${names}) as m join public.companies as c on c.id = m.company_id`;

const verdictOf = (found: Found | undefined): Verdict =>
  found === undefined ? 'none' : found.match_status === 'matched' ? 'match' : 'review';

/** Matches every labelled contact: `pairs.json` in one tenant with all real companies, each of `cases.json` in a tenant of its own. */
export async function matchLabelled(sql: Sql): Promise<Outcome[]> {
  const pairs = await read<Pair[]>('./pairs.json');
  const cases = await read<Case[]>('./cases.json');
  const companies = await read<{ cnpj: string; legalName: string; tradeName: string }[]>(
    '../../../supabase/local/sandbox/world/data/companies.json',
  );
  const tenant = await createTenant(sql);
  await sql`
    insert into public.companies (tenant_id, document, legal_name, trade_name, content_hash)
    select ${tenant.id}, regexp_replace(c.cnpj, '[^0-9A-Z]', '', 'g'), c."legalName", c."tradeName", ''
    from jsonb_to_recordset(${sql.json(companies)}) as c (cnpj text, "legalName" text, "tradeName" text)`;
  const found = await match(
    sql,
    tenant.id,
    pairs.map((pair) => pair.contact),
  );
  const byName = new Map(found.map((row) => [row.name, row]));
  const outcomes = pairs.map(({ contact, right, company }): Outcome => {
    const row = byName.get(contact);
    const isRightCompany = row === undefined || row.document === company;
    return { contact, part: partOf(contact), right, got: verdictOf(row), isRightCompany };
  });
  for (const { contact, companies: names, right } of cases) {
    const own = await createTenant(sql);
    await sql`
      insert into public.companies (tenant_id, document, legal_name, content_hash)
      select ${own.id}, document, name, ''
      from unnest(${names}::text[], ${names.map((_, n) => cnpj(n + 1))}::text[]) as c (name, document)`;
    const [row] = await match(sql, own.id, [contact]);
    // The rules were written with these cases in sight.
    outcomes.push({ contact, part: 'tuning', right, got: verdictOf(row), isRightCompany: true });
  }
  return outcomes;
}

/** precision: of the automatic matches those that are right; recall: of the contacts that have a company those matched to it. */
export function scoreOf(outcomes: Outcome[]) {
  const automatic = outcomes.filter(({ got }) => got === 'match');
  const right = automatic.filter((outcome) => outcome.right === 'match' && outcome.isRightCompany);
  const withCompany = outcomes.filter((outcome) => outcome.right === 'match');
  return {
    labelled: outcomes.length,
    withCompany: withCompany.length,
    automatic: automatic.length,
    precision: right.length / automatic.length,
    recall: right.length / withCompany.length,
    wrong: automatic.filter((outcome) => !right.includes(outcome)).map(({ contact }) => contact),
  };
}
