import { queryOptions } from '@tanstack/react-query';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';
import { type Role, roleOf } from './memberships.ts';

/** Somebody of a tenant, or invited into it. */
export interface Person {
  id: string;
  email: string;
  /** What the person calls themselves; null until they have said. */
  name: string | null;
  role: Role;
  /** ISO time: became a member, or was invited. */
  since: string;
  /** false: the invitation was not accepted yet. */
  hasCome: boolean;
}

/** The members of a tenant by e-mail, for its admins and auditors. Who left the tenant is not among them. */
export function peopleOptions(tenantId: string) {
  return queryOptions({
    queryKey: keys.people(tenantId),
    queryFn: async ({ signal }): Promise<Person[]> => {
      const rows = await dataOf(supabase.rpc('tenant_people', { p_tenant_id: tenantId }).abortSignal(signal));
      return rows.map(({ user_id, email, name, role, member_since, has_come }) => ({
        id: user_id,
        email,
        name,
        role: roleOf(role),
        since: member_since,
        hasCome: has_come,
      }));
    },
    staleTime: 5 * 60_000,
  });
}

/** E-mails by user id. */
export function emailsOf(people: readonly Person[]): Map<string, string> {
  return new Map(people.map(({ id, email }) => [id, email]));
}

/** How the page calls somebody. */
export function displayName({ name, email }: Pick<Person, 'name' | 'email'>): string {
  return name ?? email;
}

/** Is this the only admin who can sign in? The database refuses to let them go (IQ007), so the page says it before. */
export function isLastAdmin(person: Person, people: readonly Person[]): boolean {
  return (
    person.role === 'admin' && !people.some(({ id, role, hasCome }) => id !== person.id && role === 'admin' && hasCome)
  );
}
