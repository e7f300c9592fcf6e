import type { CountForms } from '../text/format.ts';

const RUNS: CountForms = { zero: 'Nenhuma execução', one: 'Última execução', other: 'últimas execuções' };

/** Texts about how fresh the data of an integration is. */
export const freshness = {
  never: 'Ainda sem dados',
  strip: (runs: number, counts: readonly string[]) =>
    `${runs === 1 ? RUNS.one : `${runs} ${RUNS.other}`}, da mais antiga para a mais nova: ${counts.join(', ')}`,
  run: (time: string, status: string) => `${time}: ${status}`,
} as const;

/** Texts for finding one of many integrations. */
export const listTools = {
  search: 'Buscar integração',
  searchHint: 'Nome ou categoria',
  problemsFirst: 'Com problema primeiro',
} as const;
