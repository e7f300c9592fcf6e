import type { QueryData } from '@supabase/supabase-js';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';

const auditEvents = () => supabase.from('integration_events').select('id, action, actor_id, details, created_at');

/** One entry of the audit trail. */
export type AuditEvent = QueryData<ReturnType<typeof auditEvents>>[number];

const PAGE_SIZE = 10;

async function fetchPage(tenantId: string, slug: string, before: number | null, signal: AbortSignal) {
  let request = auditEvents()
    .eq('tenant_id', tenantId)
    .eq('provider_slug', slug)
    // Who started and cancelled a run stands with the run; here it would bury the changes.
    .not('action', 'in', '(job_started,job_canceled)');
  if (before !== null) request = request.lt('id', before);
  const page: AuditEvent[] = await dataOf(
    request.order('id', { ascending: false }).limit(PAGE_SIZE).abortSignal(signal),
  );
  return page;
}

/** Changes of the configuration of one integration, newest first, in keyset pages. */
export function auditEventsOptions(tenantId: string, slug: string) {
  return infiniteQueryOptions({
    queryKey: keys.events(tenantId, slug),
    queryFn: ({ pageParam, signal }) => fetchPage(tenantId, slug, pageParam, signal),
    initialPageParam: null as number | null,
    getNextPageParam: (page): number | undefined => (page.length < PAGE_SIZE ? undefined : page.at(-1)?.id),
  });
}
