import type { Problem } from '../_shared/queue/queue.ts';
import { parseDocument } from '../_shared/values/documents.ts';
import { cleanAmount, cleanDate, cleanInteger, cleanText } from '../_shared/values/text.ts';

/** A receivable as `upsert_receivables` takes it. */
export interface ReceivableRow {
  guid: string;
  document: string | null;
  customer_name: string | null;
  due_on: string;
  competence_on: string | null;
  paid_on: string | null;
  amount: string;
  payment_method: string | null;
  installment: number | null;
  installments: number | null;
  invoice_id: string | null;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const fieldsOf = (record: unknown): Record<string, unknown> =>
  typeof record === 'object' && record !== null ? (record as Record<string, unknown>) : {};

/** What identifies a movement from page to page; null when it has no id. */
export function movementKey(record: unknown): string | null {
  return cleanText(fieldsOf(record).IdMovimentacaoFinanceiraParcela, 60);
}

/** Expenses are asked away; where the provider ignores that, they are none of ours. */
export function isExpense(record: unknown): boolean {
  return fieldsOf(record).Debito === true;
}

/**
 * One movement of `Financeiro/PesquisaDetalhada`. A document that is none leaves the receivable without a company; a missing id,
 * due date or amount makes it a problem: the run goes on without it.
 */
export function toReceivable(record: unknown, where: string): ReceivableRow | Problem {
  const source = fieldsOf(record);
  const guid = movementKey(record);
  const customerName = cleanText(source.NomeClienteFornecedor);
  const item = customerName === null ? where : `${where}, ${customerName.slice(0, 80)}`;
  if (guid === null || !GUID.test(guid)) return { item, reason: `identificador inválido: ${guid ?? 'vazio'}` };
  const dueOn = cleanDate(source.DataVencimento);
  if (dueOn === null) return { item, reason: 'sem data de vencimento' };
  const amount = cleanAmount(source.Valor);
  if (amount === null) return { item, reason: `valor inválido: ${cleanText(source.Valor, 30) ?? 'vazio'}` };
  const parsed = parseDocument(source.DocumentoClienteFornecedor);
  return {
    guid: guid.toLowerCase(),
    document: 'document' in parsed ? parsed.document : null,
    customer_name: customerName,
    due_on: dueOn,
    competence_on: cleanDate(source.DataCompetencia),
    paid_on: cleanDate(source.DataQuitacao),
    amount,
    payment_method: cleanText(source.NomeFormaPagamento, 80),
    installment: cleanInteger(source.NumeroParcela),
    installments: cleanInteger(source.QuantidadeParcela),
    invoice_id: cleanText(source.IdFatura, 40),
  };
}
