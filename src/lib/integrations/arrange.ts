import { LIST_ORDER, LIST_SEARCH, PROBLEMS_FIRST } from '../labels/addresses.ts';
import { type ProblemSource, problemOf } from './problem.ts';

/** So many fit on a screen: from more on a list is searched and put in order. */
export const TOOLS_FROM = 7;

interface Listed extends ProblemSource {
  provider: { name: string; category: string };
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The integrations whose name or category has the words, in their order; those with a problem first if the address says so. */
export function arrange<T extends Listed>(integrations: readonly T[], params: URLSearchParams): T[] {
  const search = plain(params.get(LIST_SEARCH) ?? '').trim();
  const found = integrations.filter(({ provider }) => plain(`${provider.name} ${provider.category}`).includes(search));
  if (params.get(LIST_ORDER) !== PROBLEMS_FIRST) return found;
  const hasProblem = (integration: T) => problemOf(integration) !== null;
  return [...found.filter(hasProblem), ...found.filter((integration) => !hasProblem(integration))];
}
