import type { Problem } from '../_shared/queue/queue.ts';
import { parseDocument } from '../_shared/values/documents.ts';
import { cleanAmount, cleanDate, cleanText } from '../_shared/values/text.ts';

/** A company as `upsert_companies` takes it. */
export interface CompanyRow {
  document: string;
  external_id: string | null;
  legal_name: string;
  trade_name: string | null;
  is_active: boolean;
  phone: string | null;
  state: string | null;
  tax_regime: string | null;
  company_group: string | null;
  registered_on: string | null;
  customer_since: string | null;
  customer_until: string | null;
  monthly_fee: string | null;
}

/** What identifies a record of `companies/ListAll` from page to page; null when it has no id. */
export function companyKey(record: unknown): string | null {
  if (typeof record !== 'object' || record === null) return null;
  const { ID, Identificador } = record as Record<string, unknown>;
  return cleanText(ID, 40) ?? cleanText(Identificador, 40);
}

/**
 * One record of `companies/ListAll`. The provider writes every value as a string, "" and "0000-00-00" for none, and the
 * document formatted. A record without a valid document or name becomes a problem: the run goes on without it.
 */
export function toCompany(record: unknown, where: string): CompanyRow | Problem {
  if (typeof record !== 'object' || record === null) return { item: where, reason: 'o registro não é um objeto' };
  const source = record as Record<string, unknown>;
  const parsed = parseDocument(source.Identificador ?? '');
  const legalName = cleanText(source.Razao) ?? cleanText(source.Fantasia);
  const item = `${where}, ID ${cleanText(source.ID, 20) ?? 'desconhecido'}`;
  if ('reason' in parsed) {
    return { item, reason: `documento inválido (${parsed.reason}): ${cleanText(source.Identificador, 30) ?? 'vazio'}` };
  }
  if (legalName === null) return { item, reason: 'sem razão social' };
  return {
    document: parsed.document,
    external_id: cleanText(source.ID, 40),
    legal_name: legalName,
    trade_name: cleanText(source.Fantasia),
    is_active: cleanText(source.Status)?.toLowerCase() === 'ativa',
    phone: cleanText(source.Telefone, 40),
    state: cleanText(source.UF, 2),
    tax_regime: cleanText(source.Regime, 80),
    company_group: cleanText(source.GrupoDeEmpresas, 120),
    registered_on: cleanDate(source.DataDoCadastro),
    customer_since: cleanDate(source.ClienteDesde),
    customer_until: cleanDate(source.ClienteAte),
    monthly_fee: cleanAmount(source.Honorario),
  };
}
