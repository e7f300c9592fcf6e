import type { BulkOutcome } from '../live/bulk-commands.ts';
import type { CountForms } from '../text/format.ts';

/** What became of one of many, in words. */
export const OUTCOME_TEXTS: Readonly<Record<BulkOutcome, string>> = {
  started: 'Execução iniciada',
  covered: 'Incluída na mesma execução',
  job_already_active: 'Já estava em execução',
  integration_disabled: 'Não executada: a integração está desativada',
  not_found: 'Não executada: a integração foi removida',
  forbidden: 'Não executada: só um administrador do grupo pode',
  too_many_requests: 'Não executada: muitas execuções no último minuto. Aguarde um minuto',
  canceled: 'Cancelada',
  already_ended: 'Já tinha terminado',
  failed: 'Não foi possível',
};

const STARTED: CountForms = {
  zero: 'Nenhuma execução iniciada',
  one: 'execução iniciada',
  other: 'execuções iniciadas',
};
const CANCELED: CountForms = {
  zero: 'Nenhuma execução cancelada',
  one: 'execução cancelada',
  other: 'execuções canceladas',
};
/** Heading of the answer: what went through. */
export const DONE = { run: STARTED, cancel: CANCELED } as const;
/** What did not, after it. */
export const NOT_DONE = {
  run: { zero: '', one: 'não foi iniciada', other: 'não foram iniciadas' },
  cancel: { zero: '', one: 'não foi cancelada', other: 'não foram canceladas' },
} as const;

export const bulk = {
  label: 'Ações em todas',
  runAll: 'Executar todas',
  runFailed: (count: string) => `Executar de novo as com falha (${count})`,
  cancelAll: (count: string) => `Cancelar todas (${count})`,
  runBusy: 'Iniciando as execuções…',
  cancelBusy: 'Cancelando as execuções…',
  waiting: 'Aguarde a resposta de cada uma.',
  askTitle: (runs: string) => `Cancelar ${runs}`,
  askConsequence: 'As leituras param agora. O que já foi gravado permanece; o restante não será lido nestas execuções.',
  keep: 'Continuar execuções',
  confirm: 'Cancelar execuções',
  answer: 'O que aconteceu com cada uma',
  listOf: 'Execuções a cancelar',
  allDone: 'Todas as escolhidas foram atendidas.',
} as const;

export const RUNS: CountForms = { zero: 'nenhuma execução', one: 'execução', other: 'execuções' };
export const SELECTED: CountForms = { zero: 'Nenhuma selecionada', one: 'selecionada', other: 'selecionadas' };

/** Selection in the table of executions. */
export const selection = {
  region: 'Execuções selecionadas',
  all: 'Selecionar todas da lista',
  one: (when: string) => `Selecionar a execução de ${when}`,
  runAgain: (count: string) => `Executar de novo (${count})`,
  cancel: (count: string) => `Cancelar (${count})`,
  nothing: 'Escolha execuções com falha para executar de novo, ou em andamento para cancelar.',
  clear: 'Limpar seleção',
  hint: 'Shift e clique, ou Shift e setas, selecionam em sequência.',
} as const;
