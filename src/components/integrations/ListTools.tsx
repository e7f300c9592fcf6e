import { Search } from 'lucide-react';
import { useAddressQuery } from '../../hooks/browser/useAddressQuery.ts';
import { LIST_ORDER, LIST_SEARCH, PROBLEMS_FIRST } from '../../lib/labels/addresses.ts';
import { listTools as labels } from '../../lib/labels/freshness.ts';

/** For a list that does not fit on a screen: find one by its name, and those with a problem first. */
export default function ListTools() {
  const { params, change } = useAddressQuery();
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <label className="relative min-w-0 flex-1 basis-56 sm:max-w-xs">
        <span className="sr-only">{labels.search}</span>
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted"
        />
        <input
          type="search"
          value={params.get(LIST_SEARCH) ?? ''}
          placeholder={labels.searchHint}
          maxLength={100}
          onChange={({ target }) => change({ [LIST_SEARCH]: target.value || null })}
          className="min-h-11 w-full rounded-lg border border-control/60 bg-surface pr-3 pl-9 text-sm placeholder:text-muted hover:border-control sm:min-h-9"
        />
      </label>
      <label className="inline-flex min-h-11 items-center gap-2 text-sm sm:min-h-9">
        <input
          type="checkbox"
          checked={params.get(LIST_ORDER) === PROBLEMS_FIRST}
          onChange={({ target }) => change({ [LIST_ORDER]: target.checked ? PROBLEMS_FIRST : null })}
          className="size-4 accent-(--accent)"
        />
        {labels.problemsFirst}
      </label>
    </div>
  );
}
