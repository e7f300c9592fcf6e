import type { StateFilter, StateName } from '../tenants/states.ts';
import { type CountForms, formatPlural } from '../text/format.ts';

const FOUND: CountForms = { zero: 'Nenhuma integração', one: 'integração', other: 'integrações' };
const FAILURES: CountForms = { zero: 'nenhuma falha', one: 'falha seguida', other: 'falhas seguidas' };

/** Texts of the page of all groups. */
export const groups = {
  title: 'Todos os grupos',
  lead: 'A situação de cada integração dos grupos que você acompanha, a mais grave primeiro.',
  search: 'Buscar grupo ou integração',
  searchHint: 'Qualquer parte do nome, com ou sem acentos.',
  filter: 'Mostrar integrações',
  filters: {
    todas: 'Todas',
    problema: 'Com problema',
    paradas: 'Paradas',
    falhando: 'Falhando',
    fila: 'Na fila',
    processando: 'Processando',
    ordem: 'Em ordem',
    semuso: 'Sem uso',
  } satisfies Record<StateFilter, string>,
  states: {
    stuck: 'Parada',
    failing: 'Falhando',
    waiting: 'Na fila',
    running: 'Processando',
    fine: 'Em ordem',
    unused: 'Sem uso',
  } satisfies Record<StateName, string>,
  found: (count: number) => formatPlural(count, FOUND),
  caption: 'Situação das integrações de todos os grupos',
  loading: 'Carregando a situação dos grupos…',
  failed: 'Não foi possível carregar a situação dos grupos',
  outdated: 'Não foi possível atualizar: o que está na página pode ter mudado',
  noMatch: 'Nenhuma integração encontrada',
  noMatchAdvice: 'Mude a busca ou o filtro.',
  clear: 'Limpar busca e filtro',
  group: 'Grupo e integração',
  state: 'Situação',
  next: 'Próxima execução',
  lastSuccess: 'Último sucesso',
  action: 'Ação',
  since: 'Primeira falha',
  inRow: (failures: number) => formatPlural(failures, FAILURES),
  paused: 'Agendamento pausado',
  /** Before a time that has passed: "Devia ter começado há 20 minutos". */
  lateSince: 'Devia ter começado',
  stillSince: 'Sem avanço',
  queuedSince: 'Na fila',
  startedSince: 'Iniciada',
  waitsAgain: 'Uma nova execução está na fila.',
  runsAgain: 'Uma nova execução está em andamento.',
  neverRan: 'Nunca executada',
  off: 'Desativada',
  noNext: 'sem agendamento',
  pausedNext: 'pausada',
  noSuccess: 'nenhum guardado',
  open: 'Abrir',
  loadMore: 'Carregar mais integrações',
  loadingMore: 'Carregando…',
  moreFailed: 'Não foi possível carregar mais integrações',
} as const;
