import type { QueryData } from '@supabase/supabase-js';
import { infiniteQueryOptions, type QueryKey } from '@tanstack/react-query';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';

const auditEvents = (tenantId: string) =>
  supabase.from('integration_events').select('id, action, actor_id, details, created_at').eq('tenant_id', tenantId);
type EventRequest = ReturnType<typeof auditEvents>;

/** One entry of the audit trail. */
export type AuditEvent = QueryData<EventRequest>[number];

const PAGE_SIZE = 10;
const EXPORT_PAGE_SIZE = 1000;

/** Entries of the trail, newest first, in keyset pages. */
function eventPages(queryKey: QueryKey, events: () => EventRequest) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: async ({ pageParam: before, signal }): Promise<AuditEvent[]> => {
      const request = before === null ? events() : events().lt('id', before);
      return dataOf(request.order('id', { ascending: false }).limit(PAGE_SIZE).abortSignal(signal));
    },
    initialPageParam: null as number | null,
    getNextPageParam: (page): number | undefined => (page.length < PAGE_SIZE ? undefined : page.at(-1)?.id),
  });
}

const configurationEvents = (tenantId: string, slug: string) =>
  auditEvents(tenantId)
    .eq('provider_slug', slug)
    // Who started and cancelled a run stands with the run; here it would bury the changes.
    .not('action', 'in', '(job_started,job_canceled)');

/** Changes of the configuration of one integration. */
export function auditEventsOptions(tenantId: string, slug: string) {
  return eventPages(keys.events(tenantId, slug), () => configurationEvents(tenantId, slug));
}

/** The same from the newest to the oldest, for a file. A project may answer with fewer rows than asked for: only an empty page is the end. */
export async function* eachAuditEventPage(
  tenantId: string,
  slug: string,
  signal: AbortSignal,
): AsyncGenerator<AuditEvent[], void> {
  let before = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const request = configurationEvents(tenantId, slug).lt('id', before).order('id', { ascending: false });
    const page: AuditEvent[] = await dataOf(request.limit(EXPORT_PAGE_SIZE).abortSignal(signal));
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    before = last.id;
  }
}

/** Who came, went or got another role. */
export function peopleEventsOptions(tenantId: string) {
  return eventPages(keys.peopleEvents(tenantId), () =>
    auditEvents(tenantId).in('action', ['member_added', 'member_role_changed', 'member_removed']),
  );
}
