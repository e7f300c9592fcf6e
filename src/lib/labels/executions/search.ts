import type { Period } from '../../executions/filters.ts';
import { type CountForms, formatCount, formatPlural } from '../../text/format.ts';
import { EXECUTIONS } from './exports.ts';

/** Texts of the filters of executions. */
export const executionFilters = {
  legend: 'Filtrar execuções',
  /** Not the word of the choice in the header, which says where one is. */
  groups: 'Grupos',
  anyGroup: 'Todos os grupos',
  integration: 'Integração',
  anyIntegration: 'Todas as integrações',
  status: 'Status',
  anyStatus: 'Todos os status',
  period: 'Período',
  anyPeriod: 'Todo o período',
  periods: {
    hoje: 'Hoje',
    '7d': 'Últimos 7 dias',
    '30d': 'Últimos 30 dias',
    datas: 'Escolher datas',
  } satisfies Record<Period, string>,
  from: 'De',
  until: 'Até',
  error: 'Erro',
  anyError: 'Todos os erros',
  startedBy: 'Iniciada por',
  anybody: 'Qualquer pessoa',
  id: 'Identificação',
  idHint: 'Inteira ou o começo',
  clear: 'Limpar filtros',
} as const;

/** The filters in words, for paper and files. */
export const filterWords = {
  none: 'Sem filtro',
  days: (from: string | null, until: string | null) =>
    [from === null ? null : `de ${from}`, until === null ? null : `até ${until}`].filter(Boolean).join(' ') ||
    'qualquer data',
  id: (id: string) => `começa com ${id}`,
  one: (label: string, value: string) => `${label}: ${value}`,
} as const;

/** Texts of the page with the executions of all integrations and groups. */
export const allExecutions = {
  title: 'Execuções',
  lead: 'De todas as integrações dos seus grupos, da mais nova para a mais antiga.',
  caption: 'Execuções de todas as integrações, da mais nova para a mais antiga',
  fileName: 'todas',
} as const;

const DAYS: CountForms = { zero: '', one: 'dia', other: 'dias' };
const YEARS: CountForms = { zero: '', one: 'ano', other: 'anos' };

/** Days as "5 anos", when they are whole years, else "400 dias". */
export function daysText(days: number): string {
  const years = days / 365;
  return years >= 1 && Number.isInteger(years) ? formatPlural(years, YEARS) : formatPlural(days, DAYS);
}

/** Texts below the list. */
export const listFooter = {
  /** `total` null: more than can be counted quickly. */
  shown: (shown: number, total: number | null) =>
    total === null
      ? `${formatCount(shown)} de mais de 1.000 execuções`
      : `${formatCount(shown)} de ${formatPlural(total, EXECUTIONS)}`,
  kept: (jobs: string, logs: string, changes: string, runLog: string) =>
    `Guardamos as execuções por ${jobs}, as tentativas ${logs}, o que mudou ${changes} e o registro de cada uma ${runLog}.`,
  keptFor: (duration: string) => `por ${duration}`,
  forEver: 'para sempre',
  sameFailures: (count: number, title: string, since: string) =>
    `${count === 1 ? 'Mais 1 falha igual' : `Mais ${formatCount(count)} falhas iguais`} desde ${since}: ${title}`,
} as const;

/** Texts that only the printed page has. */
export const executionPrint = {
  printedBy: (who: string, time: string) => `Impresso por ${who} em ${time}.`,
  partial: (shown: number) =>
    `As ${formatPlural(shown, EXECUTIONS)} mais novas; há outras. Use "Exportar CSV" para ter todas.`,
} as const;
