import { type CountForms, formatPlural } from '../../text/format.ts';
import { RECORDS } from '../common.ts';

/** Texts of an export: of its button, and of how it goes. */
export interface ExportLabels {
  start: string;
  startHint: string;
  running: string;
  progress: string;
  read: (count: number) => string;
  cancel: string;
  canceled: string;
  done: (count: number, file: string) => string;
  empty: string;
  failed: string;
}

const common = (rows: CountForms) => ({
  start: 'Exportar CSV',
  running: 'Exportando…',
  read: (count: number) => `${formatPlural(count, rows)} até agora`,
  cancel: 'Cancelar exportação',
  canceled: 'Exportação cancelada. Nenhum arquivo foi salvo.',
  done: (count: number, file: string) => `${formatPlural(count, rows)} no arquivo ${file}`,
});

export const EXECUTIONS: CountForms = { zero: 'nenhuma execução', one: 'execução', other: 'execuções' };

/** Of the Execuções tab. */
export const executionExport: ExportLabels = {
  ...common(EXECUTIONS),
  startHint: 'Baixa todas as execuções do filtro atual em uma planilha.',
  progress: 'Exportação das execuções',
  empty: 'Nenhuma execução para exportar com este filtro.',
  failed: 'Não foi possível exportar as execuções',
};

/** Of what one execution changed. */
export const changeExport: ExportLabels = {
  ...common(RECORDS),
  startHint: 'Baixa todos os registros deste filtro em uma planilha.',
  progress: 'Exportação do que mudou',
  empty: 'Nenhum registro para exportar com este filtro.',
  failed: 'Não foi possível exportar o que mudou',
};

const EVENTS: CountForms = { zero: 'nenhuma alteração', one: 'alteração', other: 'alterações' };

/** Of the history of changes. */
export const historyExport: ExportLabels = {
  ...common(EVENTS),
  startHint: 'Baixa todo o histórico de alterações em uma planilha.',
  progress: 'Exportação do histórico',
  empty: 'Nenhuma alteração para exportar.',
  failed: 'Não foi possível exportar o histórico',
};

/** Headers of the file with the history of changes; an event has one line for each value that differs. */
export const historyColumns = {
  at: 'Quando',
  actor: 'Quem',
  action: 'O que fez',
  what: 'Campo',
  from: 'De',
  to: 'Para',
} as const;

/** Headers of the file with executions; `zone` is named in the headers of the times that go by it. */
export const executionColumns = {
  id: 'Execução',
  group: 'Grupo',
  integration: 'Integração',
  status: 'Status',
  startedBy: 'Iniciada por',
  queuedAt: 'Na fila em',
  startedAt: 'Início',
  finishedAt: 'Fim',
  inZone: (label: string, zone: string) => `${label} (${zone})`,
  iso: (label: string) => `${label} (ISO 8601)`,
  seconds: 'Tempo de execução (s)',
  progress: 'Progresso (%)',
  processed: 'Registros lidos',
  total: 'Total de registros',
  attempts: 'Tentativas',
  maxAttempts: 'Máximo de tentativas',
  history: 'Cada tentativa',
  attempt: (attempt: number, outcome: string, time: string) => `${attempt}: ${outcome}, ${time}`,
  filter: 'Filtro desta planilha',
  errorCode: 'Código do erro',
  errorMessage: 'Mensagem do erro',
  canceledBy: 'Cancelada por',
} as const;

/** Headers of the file with what one execution changed; a record has one line for each field that differs. */
export const changeColumns = {
  kind: 'O que aconteceu',
  entity: 'Tipo de registro',
  label: 'Registro',
  field: 'Campo',
  before: 'Antes',
  after: 'Depois',
  reason: 'Motivo',
} as const;
