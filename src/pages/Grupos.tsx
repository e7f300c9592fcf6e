import { useEffect, useState } from 'react';
import { ConnectionIndicator } from '../components/layout/ConnectionIndicator.tsx';
import { GroupStateList } from '../components/tenants/GroupStateList.tsx';
import { ChoiceBar } from '../components/ui/form/ChoiceBar.tsx';
import { Field } from '../components/ui/form/Field.tsx';
import { useAddressQuery } from '../hooks/browser/useAddressQuery.ts';
import { useDocumentTitle } from '../hooks/browser/useDocumentTitle.ts';
import { useSettled } from '../hooks/browser/useSettled.ts';
import { useGroupStates } from '../hooks/useGroupStates.ts';
import { useLiveJobs } from '../hooks/useLiveJobs.ts';
import { LIST_SEARCH } from '../lib/labels/addresses.ts';
import { groups as labels } from '../lib/labels/groups.ts';
import { ALL_STATES, countIn, parseStateFilter, STATE_FILTERS, type StateFilter } from '../lib/tenants/states.ts';

const SEARCH_DELAY_MS = 300;
const FILTERS = Object.keys(STATE_FILTERS) as StateFilter[];

/** `/grupos`: how every integration of every group is that the reader audits or administers, the worst first. */
export default function Grupos() {
  const { params, change } = useAddressQuery();
  // The address follows behind: a field that waited for it would lose letters on a busy machine.
  const [text, setText] = useState(params.get(LIST_SEARCH) ?? '');
  const search = useSettled(text.trim(), SEARCH_DELAY_MS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed changes the address
  useEffect(() => {
    if ((params.get(LIST_SEARCH) ?? '') !== search) change({ [LIST_SEARCH]: search === '' ? null : search });
  }, [search]);
  const filter = parseStateFilter(params.get('mostrar'));
  const states = useGroupStates(search, filter);
  const { counts } = states;
  const jobs = useLiveJobs();
  useDocumentTitle(labels.title);
  const isNarrowed = text !== '' || filter !== ALL_STATES;
  const handleClear = () => {
    setText('');
    change({ mostrar: null, [LIST_SEARCH]: null });
  };
  return (
    <>
      <div className="mb-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div>
          <h1 className="text-2xl font-semibold tracking-tight">{labels.title}</h1>
          <p className="mt-1 text-muted">{labels.lead}</p>
        </div>
        <ConnectionIndicator {...jobs} />
      </div>
      <div className="mb-5 space-y-4">
        <ChoiceBar
          label={labels.filter}
          choices={FILTERS.map((value) => ({
            value,
            label: labels.filters[value],
            ...(counts === undefined ? {} : { count: countIn(counts, value) }),
          }))}
          value={filter}
          onChange={(value) => change({ mostrar: value === ALL_STATES ? null : value })}
        />
        <div className="sm:w-96">
          <Field
            type="search"
            label={labels.search}
            hint={labels.searchHint}
            value={text}
            maxLength={100}
            autoComplete="off"
            onChange={({ target }) => setText(target.value)}
          />
        </div>
        <p role="status" className="numbers text-sm text-muted">
          {counts !== undefined && labels.found(countIn(counts, filter))}
        </p>
      </div>
      <GroupStateList states={states} onClear={isNarrowed ? handleClear : null} />
    </>
  );
}
