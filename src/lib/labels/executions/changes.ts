import type { Database } from '../../data/database.types.ts';

type Rows = Database['public']['Tables'];
/** The tables that providers fill: those whose records can be gone from the provider. A new one does not compile until it has its words below. */
type Synced = { [Table in keyof Rows]: 'gone_by_job' extends keyof Rows[Table]['Row'] ? Table : never }[keyof Rows];
type Technical = 'id' | 'tenant_id' | 'content_hash' | 'created_at' | 'updated_at' | 'gone_at' | 'gone_by_job';
/** Every column of a synced record that a run can change. */
type RecordField = Exclude<{ [Table in Synced]: keyof Rows[Table]['Row'] }[Synced], Technical>;

/** What happened to a record, as one of a list and as a filter. */
export const CHANGE_KINDS = {
  created: { one: 'Criado', many: 'Criados' },
  updated: { one: 'Atualizado', many: 'Atualizados' },
  gone: { one: 'Removido', many: 'Removidos' },
  returned: { one: 'Voltou', many: 'Voltaram' },
  problem: { one: 'Com problema', many: 'Com problema' },
} as const;

export const ENTITIES: Readonly<Record<string, string>> = {
  companies: 'Empresa',
  receivables: 'Conta a receber',
  contacts: 'Contato',
} satisfies Record<Synced, string>;

/** How a field of a record is called. */
export const FIELDS: Readonly<Record<string, string>> = {
  amount: 'Valor',
  company_group: 'Grupo de empresas',
  company_id: 'Empresa',
  competence_on: 'Competência',
  customer_name: 'Cliente',
  customer_since: 'Cliente desde',
  customer_until: 'Cliente até',
  document: 'CNPJ ou CPF',
  due_on: 'Vencimento',
  email: 'E-mail',
  external_id: 'Código no provedor',
  guid: 'Código no provedor',
  installment: 'Parcela',
  installments: 'Total de parcelas',
  invoice_id: 'Nota fiscal',
  is_active: 'Ativa',
  legal_name: 'Razão social',
  match_status: 'Associação',
  monthly_fee: 'Honorário mensal',
  name: 'Nome',
  number: 'Número',
  paid_on: 'Pago em',
  payment_method: 'Forma de pagamento',
  phone: 'Telefone',
  registered_on: 'Cadastrada em',
  similarity: 'Semelhança',
  state: 'UF',
  tax_regime: 'Regime tributário',
  trade_name: 'Nome fantasia',
} satisfies Record<RecordField, string>;

/** Values that are words of ours. */
export const values = {
  none: 'vazio',
  yes: 'sim',
  no: 'não',
  matches: { matched: 'associado', review: 'para revisar', ignored: 'sem empresa associada' } as Readonly<
    Record<string, string>
  >,
} as const;

/** Texts of the list of what a run changed. */
export const changes = {
  title: 'O que mudou',
  filter: 'Filtrar o que mudou',
  all: 'Tudo',
  search: 'Procurar por nome',
  list: 'Registros alterados por esta execução',
  loading: 'Carregando o que mudou…',
  failed: 'Não foi possível carregar o que mudou',
  loadMore: 'Carregar mais registros',
  loadingMore: 'Carregando…',
  moreFailed: 'Não foi possível carregar mais registros',
  nothing: 'Esta execução não mudou nenhum registro.',
  noMatch: 'Nenhum registro com este filtro.',
  notKept: 'A lista não está mais guardada: ela vale por um prazo menor que o das execuções.',
  unnamed: 'Sem nome',
  from: 'de',
  to: 'para',
} as const;
