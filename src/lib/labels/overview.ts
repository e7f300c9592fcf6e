import { type CountForms, formatPlural } from '../text/format.ts';

const RUNS: CountForms = { zero: 'nenhuma execução', one: 'execução', other: 'execuções' };

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
  dayCounts: (day: string, counts: readonly string[]) => `${day}: ${counts.join(', ')}`,
  allCounts: (counts: readonly string[]) => `${counts.slice(0, -1).join(', ')} e ${counts.at(-1)} nos últimos 30 dias`,
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
