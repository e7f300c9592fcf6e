import { infiniteQueryOptions } from '@tanstack/react-query';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';
import { type Change, type ChangeFilter, toChange } from './changes.ts';

const PAGE_SIZE = 50;
const EXPORT_PAGE_SIZE = 1000;

/** A text as PostgREST takes it inside of `or=(…)`: part of a value, not a pattern, whatever it holds. */
export function containing(text: string): string {
  const pattern = text.replace(/[\\%_]/g, '\\$&');
  return `"%${pattern.replace(/[\\"]/g, '\\$&')}%"`;
}

async function fetchPage(jobId: string, filter: ChangeFilter, after: number, size: number, signal: AbortSignal) {
  let request = supabase
    .from('integration_changes')
    .select('id, kind, entity, label, fields, reason')
    .eq('job_id', jobId)
    .gt('id', after);
  if (filter.kind !== null) request = request.eq('kind', filter.kind);
  const search = filter.search.trim();
  if (search !== '') request = request.or(`label.ilike.${containing(search)},reason.ilike.${containing(search)}`);
  const rows = await dataOf(request.order('id').limit(size).abortSignal(signal));
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
