import { type DayCount, shortDay } from '../integrations/overview.ts';
import { type CountForms, formatPlural } from '../text/format.ts';

const RUNS: CountForms = { zero: 'nenhuma execução', one: 'execução', other: 'execuções' };
const DONE: CountForms = { zero: 'nenhuma concluída', one: 'concluída', other: 'concluídas' };
const FAILED: CountForms = { zero: 'nenhuma falha', one: 'falha', other: 'falhas' };
const CANCELED: CountForms = { zero: 'nenhuma cancelada', one: 'cancelada', other: 'canceladas' };

/** Texts of the Visão Geral tab. */
export const overview = {
  metrics: 'Resumo dos últimos 30 dias',
  successRate: 'Taxa de conclusão',
  successRateHint: (runs: number) => `em ${formatPlural(runs, RUNS)} nos últimos 30 dias`,
  meanTime: 'Tempo médio',
  meanTimeHint: 'das execuções concluídas',
  lastSuccess: 'Última conclusão',
  none: '–',
  never: 'nunca',
  chart: 'Execuções por dia',
  chartLead: 'Últimos 30 dias',
  chartEmpty: 'Nenhuma execução terminou nos últimos 30 dias.',
  success: 'Concluídas',
  error: 'Falhas',
  canceled: 'Canceladas',
  chartTable: 'Ver os números em tabela',
  day: 'Dia',
  logs: 'Registro de tentativas',
  logsLead: 'As mais recentes primeiro',
  logsEmpty: 'As tentativas aparecem aqui depois da primeira execução.',
  logsFailed: 'Não foi possível carregar o registro de tentativas',
  failed: 'Não foi possível carregar o resumo',
  loading: 'Carregando o resumo…',
  records: 'Registros',
  attempt: (attempt: number) => `${attempt}ª tentativa`,
  seeExecution: 'Ver execução',
} as const;

/** One day in words: "23/11: 3 concluídas, 1 falha, nenhuma cancelada". */
export function dayText({ day, success, error, canceled }: DayCount): string {
  const parts = [formatPlural(success, DONE), formatPlural(error, FAILED)];
  if (canceled > 0) parts.push(formatPlural(canceled, CANCELED));
  return `${shortDay(day)}: ${parts.join(', ')}`;
}

/** The chart in one sentence, for who does not see it. */
export function chartText(days: readonly DayCount[]): string {
  const total = (key: 'success' | 'error' | 'canceled') => days.reduce((sum, day) => sum + day[key], 0);
  return `${formatPlural(total('success'), DONE)}, ${formatPlural(total('error'), FAILED)} e ${formatPlural(total('canceled'), CANCELED)} nos últimos 30 dias`;
}
