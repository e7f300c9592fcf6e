import { useQuery } from '@tanstack/react-query';
import { common } from '../lib/labels/common.ts';
import { executionPanel as labels } from '../lib/labels/executions/executions.ts';
import { emailsOf, peopleOptions } from '../lib/tenants/people.ts';
import { useTenant } from './useTenant.ts';

/**
 * Gives the name of a user by id: "Você", the e-mail, or that the person is no member any more. While the names are
 * being read everybody else is "Carregando…"; when they cannot be read, "Outra pessoa do grupo".
 */
export function usePeople(): (id: string) => string {
  const { tenant, userId } = useTenant();
  const { data: people, isPending } = useQuery({ ...peopleOptions(tenant.id), select: emailsOf });
  return (id) => {
    if (id === userId) return labels.you;
    if (people === undefined) return isPending ? common.loadingPage : labels.someone;
    return people.get(id) ?? labels.removed;
  };
}
