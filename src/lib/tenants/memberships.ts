import { queryOptions } from '@tanstack/react-query';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';
import { knownZone } from '../time/tenant-time.ts';

export const ROLES = ['admin', 'auditor', 'member'] as const;
export type Role = (typeof ROLES)[number];

/** A role that this version does not know gives no more rights than member. */
export function roleOf(role: string): Role {
  return ROLES.find((known) => known === role) ?? 'member';
}

/** A tenant in which the signed-in user has a role. */
export interface Membership {
  id: string;
  name: string;
  slug: string;
  /** IANA name; schedules and exported times go by its clock. */
  timeZone: string;
  role: Role;
}

/** What a project answers with at most, unless somebody has changed `max_rows`. */
const PAGE_SIZE = 1000;

function fetchPage(userId: string, from: number, signal: AbortSignal) {
  return dataOf(
    supabase
      .from('tenant_members')
      .select('role, tenant:tenants(id, name, slug, time_zone)')
      .eq('user_id', userId)
      .order('tenant_id')
      .range(from, from + PAGE_SIZE - 1)
      .abortSignal(signal),
  );
}

async function fetchMemberships(userId: string, signal: AbortSignal): Promise<Membership[]> {
  const rows = await fetchPage(userId, 0, signal);
  for (let size = rows.length; size === PAGE_SIZE; ) {
    const more = await fetchPage(userId, rows.length, signal);
    rows.push(...more);
    size = more.length;
  }
  return rows
    .map(({ role, tenant: { time_zone, ...tenant } }) => ({
      ...tenant,
      timeZone: knownZone(time_zone),
      role: roleOf(role),
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'pt-BR'));
}

/** The tenants of the user by name. */
export function membershipsOptions(userId: string) {
  return queryOptions({
    queryKey: keys.memberships(userId),
    queryFn: ({ signal }) => fetchMemberships(userId, signal),
    staleTime: 5 * 60_000,
  });
}

/** May the role see jobs, logs and integrations? */
export function canRead(role: Role): boolean {
  return role !== 'member';
}
