import type { Json } from '../data/database.types.ts';
import { isJsonObject } from '../data/json.ts';
import { peopleHistory as labels, ROLE_NAMES } from '../labels/people.ts';
import type { AuditEvent } from '../settings/audit-events.ts';
import { ROLES } from './memberships.ts';

/** What was done to whom, after the name of who did it: "removeu rosa@exemplo.com.br, que era auditor". */
export function peopleEventText({ action, actor_id: actorId, details }: Omit<AuditEvent, 'id' | 'created_at'>): string {
  const { member, email, role } = isJsonObject(details) ? details : {};
  const { from, to } = isJsonObject(role) ? role : {};
  const who = typeof email === 'string' ? email : labels.unknownPerson;
  if (action === 'member_added') return labels.added(who, roleWord(to));
  if (action === 'member_role_changed') return labels.changed(who, roleWord(from), roleWord(to));
  return member === actorId ? labels.left(roleWord(from)) : labels.removed(who, roleWord(from));
}

function roleWord(value: Json | undefined): string {
  const role = ROLES.find((known) => known === value);
  return role === undefined ? labels.unknownRole : ROLE_NAMES[role].toLowerCase();
}
