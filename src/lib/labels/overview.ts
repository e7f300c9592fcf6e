import { formatCount } from '../text/format.ts';

/** Texts of the Visão Geral tab. */
export const overview = {
  metrics: 'Resumo dos últimos 30 dias',
  successRate: 'Taxa de sucesso',
  successRateHint: (succeeded: number, counted: number) =>
    `${formatCount(succeeded)} de ${formatCount(counted)} nos últimos 30 dias, sem as canceladas`,
  meanTime: 'Tempo médio',
  meanTimeHint: 'das execuções concluídas',
  meanTimesHint: (incremental: string) => `das leituras completas; ${incremental} das que leem só o que mudou`,
  lastSuccess: 'Último sucesso',
  none: '–',
  never: 'nunca',
  chart: 'Execuções por dia',
  chartLead: 'Últimos 30 dias',
  chartEmpty: 'Nenhuma execução terminou nos últimos 30 dias.',
  dayCounts: (day: string, counts: readonly string[]) => `${day}: ${counts.join(', ')}`,
  allCounts: (counts: readonly string[]) => `${counts.slice(0, -1).join(', ')} e ${counts.at(-1)} nos últimos 30 dias`,
  chartTable: 'Ver os números em tabela',
  day: 'Dia',
  seeDay: (counts: string) => `${counts}. Ver as execuções`,
  logs: 'Linha do tempo',
  logsLead: 'Tentativas e alterações da configuração, as mais recentes primeiro',
  logsEmpty: 'As tentativas e as alterações aparecem aqui.',
  logsFailed: 'Não foi possível carregar a linha do tempo',
  logsMore: 'Mostrar mais da linha do tempo',
  logsLoading: 'Carregando…',
  failed: 'Não foi possível carregar o resumo',
  loading: 'Carregando o resumo…',
  attempt: (attempt: number) => `${attempt}ª tentativa`,
  seeExecution: 'Ver execução',
} as const;
