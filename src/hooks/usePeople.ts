import { useQueries } from '@tanstack/react-query';
import { common } from '../lib/labels/common.ts';
import { executionPanel as labels } from '../lib/labels/executions/executions.ts';
import { emailsOf, type Person, peopleOptions } from '../lib/tenants/people.ts';
import { useTenant } from './useTenant.ts';

export interface People {
  /** Members of the tenants, each once, as far as they have been read. */
  people: Person[];
  /**
   * The name of a user by id: "Você", the e-mail, or that the person is no member any more. While the names are being read everybody
   * else is "Carregando…"; when they cannot be read, "Outra pessoa do grupo".
   */
  nameOf: (id: string) => string;
}

/** The people of several tenants. */
export function usePeopleOf(tenantIds: readonly string[]): People {
  const { userId } = useTenant();
  const results = useQueries({ queries: tenantIds.map((id) => peopleOptions(id)) });
  const byId = new Map(results.flatMap(({ data }) => data ?? []).map((person) => [person.id, person]));
  const emails = emailsOf([...byId.values()]);
  const isPending = results.some((result) => result.isPending);
  const isMissing = results.some(({ data }) => data === undefined);
  return {
    people: [...byId.values()].sort((a, b) => a.email.localeCompare(b.email, 'pt-BR')),
    nameOf: (id) => {
      if (id === userId) return labels.you;
      const known = emails.get(id);
      if (known !== undefined) return known;
      if (isPending) return common.loadingPage;
      return isMissing ? labels.someone : labels.removed;
    },
  };
}

/** Gives the name of a user of the chosen tenant by id; see `People`. */
export function usePeople(): (id: string) => string {
  const { tenant } = useTenant();
  return usePeopleOf([tenant.id]).nameOf;
}
