import type { RecordMapper } from '../_shared/provider/map-records.ts';
import { readDate } from '../_shared/values/dates.ts';
import { readDocument } from '../_shared/values/documents.ts';
import { readBoolean } from '../_shared/values/flags.ts';
import { isAbsent, Misread } from '../_shared/values/misread.ts';
import { readMoney } from '../_shared/values/money.ts';
import { cleanText, readId, readInteger, readText } from '../_shared/values/text.ts';

/** A receivable as `upsert_receivables` takes it. Undefined = could not be understood: the receivable keeps what is known of it. */
export interface ReceivableRow {
  guid: string;
  document: string | null | undefined;
  customer_name: string | null | undefined;
  due_on: string;
  competence_on: string | null | undefined;
  paid_on: string | null | undefined;
  amount: string;
  payment_method: string | null | undefined;
  installment: number | null | undefined;
  installments: number | null | undefined;
  invoice_id: string | null | undefined;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function readGuid(value: unknown): string | null {
  const id = readId(value);
  if (id !== null && !GUID.test(id)) throw new Misread('não é um guid');
  return id === null ? null : id.toLowerCase();
}

/** Throws Misread when the field is there and empty. */
function saysItsSide(value: unknown): void {
  if (value !== undefined && isAbsent(value)) throw new Misread('não diz se é receita ou despesa, lido como receita');
}

const fieldOf = (record: unknown, name: string): unknown =>
  typeof record === 'object' && record !== null ? (record as Record<string, unknown>)[name] : undefined;

/** What identifies a movement from page to page; null when it has no id. */
export function movementKey(record: unknown): string | null {
  return cleanText(fieldOf(record, 'IdMovimentacaoFinanceiraParcela'), 80);
}

/**
 * A movement of `Financeiro/PesquisaDetalhada`. Without id, due date or amount there is no receivable. Expenses are asked away; where
 * the provider ignores that, they are none of ours, and a movement that may be one is not taken for income. One that leaves the side
 * empty is income, for nothing else was asked, but people learn of it.
 */
export const receivables: RecordMapper<ReceivableRow> = {
  label: (record) => cleanText(fieldOf(record, 'NomeClienteFornecedor'), 80) ?? movementKey(record),
  toRow: (fields) => {
    if (fields.deciding('Debito', readBoolean) === true) return null;
    fields.optional('Debito', saysItsSide);
    return {
      guid: fields.required('IdMovimentacaoFinanceiraParcela', readGuid),
      document: fields.optional('DocumentoClienteFornecedor', readDocument),
      customer_name: fields.optional('NomeClienteFornecedor', readText),
      due_on: fields.required('DataVencimento', readDate),
      competence_on: fields.optional('DataCompetencia', readDate),
      paid_on: fields.optional('DataQuitacao', readDate),
      amount: fields.required('Valor', readMoney),
      payment_method: fields.optional('NomeFormaPagamento', (value) => readText(value, 80)),
      installment: fields.optional('NumeroParcela', readInteger),
      installments: fields.optional('QuantidadeParcela', readInteger),
      invoice_id: fields.optional('IdFatura', readId),
    };
  },
};
