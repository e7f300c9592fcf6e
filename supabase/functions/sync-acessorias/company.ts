import type { RecordMapper } from '../_shared/provider/map-records.ts';
import { readDate } from '../_shared/values/dates.ts';
import { readDocument } from '../_shared/values/documents.ts';
import { readStatus } from '../_shared/values/flags.ts';
import { readMoney } from '../_shared/values/money.ts';
import { readState } from '../_shared/values/states.ts';
import { cleanText, readId, readText } from '../_shared/values/text.ts';

/**
 * A company as `upsert_companies` takes it. Undefined = could not be understood, or, for `is_active`, was not said: the company
 * keeps what is known of it.
 */
export interface CompanyRow {
  document: string;
  external_id: string | null;
  legal_name: string;
  trade_name: string | null | undefined;
  is_active: boolean | undefined;
  phone: string | null | undefined;
  state: string | null | undefined;
  tax_regime: string | null | undefined;
  company_group: string | null | undefined;
  registered_on: string | null | undefined;
  customer_since: string | null | undefined;
  customer_until: string | null | undefined;
  monthly_fee: string | null | undefined;
}

/** What identifies a record of `companies/ListAll` from page to page; null when it has no id. */
export function companyKey(record: unknown): string | null {
  if (typeof record !== 'object' || record === null) return null;
  const { ID, Identificador } = record as Record<string, unknown>;
  return cleanText(ID, 80) ?? cleanText(Identificador, 80);
}

const shortText = (max: number) => (value: unknown) => readText(value, max);

/**
 * A record of `companies/ListAll`. The provider writes every value as a string, "" and "0000-00-00" for none, and the document
 * formatted. Without document, name, or an id that can be read there is no company.
 */
export const companies: RecordMapper<CompanyRow> = {
  label: (record) => {
    const key = companyKey(record);
    return key === null ? null : `ID ${key}`;
  },
  toRow: (fields) => {
    const tradeName = fields.optional('Fantasia', readText);
    return {
      document: fields.required('Identificador', readDocument),
      external_id: fields.deciding('ID', readId),
      legal_name: fields.deciding('Razao', readText) ?? tradeName ?? fields.required('Razao', readText),
      trade_name: tradeName,
      is_active: fields.optional('Status', readStatus) ?? undefined,
      phone: fields.optional('Telefone', shortText(40)),
      state: fields.optional('UF', readState),
      tax_regime: fields.optional('Regime', shortText(80)),
      company_group: fields.optional('GrupoDeEmpresas', shortText(120)),
      registered_on: fields.optional('DataDoCadastro', readDate),
      customer_since: fields.optional('ClienteDesde', readDate),
      customer_until: fields.optional('ClienteAte', readDate),
      monthly_fee: fields.optional('Honorario', readMoney),
    };
  },
};
