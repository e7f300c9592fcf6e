import { infiniteQueryOptions } from '@tanstack/react-query';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';
import { type Change, type ChangeFilter, toChange } from './changes.ts';

const PAGE_SIZE = 50;
const EXPORT_PAGE_SIZE = 1000;

async function fetchPage(
  jobId: string,
  { kind, search }: ChangeFilter,
  after: number,
  size: number,
  signal: AbortSignal,
) {
  const request = supabase.rpc('search_integration_changes', {
    p_job_id: jobId,
    ...(kind === null ? {} : { p_kind: kind }),
    p_search: search,
    p_after: after,
    p_limit: size,
  });
  const rows = await dataOf(request.select('id, kind, entity, label, fields, reason').abortSignal(signal));
  return { changes: rows.flatMap(toChange), count: rows.length, last: rows.at(-1)?.id ?? null };
}

/** What a run changed, in the order in which it happened, in keyset pages. */
export function changePagesOptions(jobId: string, filter: ChangeFilter) {
  return infiniteQueryOptions({
    queryKey: keys.changePages(jobId, filter),
    queryFn: ({ pageParam, signal }) => fetchPage(jobId, filter, pageParam, PAGE_SIZE, signal),
    initialPageParam: 0,
    getNextPageParam: ({ count, last }) => (count < PAGE_SIZE ? undefined : last),
  });
}

/** The same from the beginning to the end. A project may answer with fewer rows than asked for: only an empty page is the end. */
export async function* eachChangePage(
  jobId: string,
  filter: ChangeFilter,
  signal: AbortSignal,
): AsyncGenerator<Change[], void> {
  let after: number | null = 0;
  while (after !== null) {
    const page: Awaited<ReturnType<typeof fetchPage>> = await fetchPage(jobId, filter, after, EXPORT_PAGE_SIZE, signal);
    if (page.last !== null) yield page.changes;
    after = page.last;
  }
}
