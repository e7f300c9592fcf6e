import { type RefObject, useId, useMemo, useState } from 'react';
import { useAddressQuery } from '../../../hooks/browser/useAddressQuery.ts';
import { useSettled } from '../../../hooks/browser/useSettled.ts';
import { useFileExport } from '../../../hooks/executions/useFileExport.ts';
import { useIntegration } from '../../../hooks/useIntegration.ts';
import { eachChangePage } from '../../../lib/executions/change-queries.ts';
import { type ChangeKind, changeKind, KINDS } from '../../../lib/executions/changes.ts';
import { changeCsv, changeCsvName } from '../../../lib/export/change-csv.ts';
import { CHANGE_KINDS, changes as labels } from '../../../lib/labels/executions/changes.ts';
import { changeExport } from '../../../lib/labels/executions/exports.ts';
import { ChoiceBar } from '../../ui/form/ChoiceBar.tsx';
import { Field } from '../../ui/form/Field.tsx';
import { ExportButton } from '../ExportButton.tsx';
import { ExportStatus } from '../ExportStatus.tsx';
import { ChangeList } from './ChangeList.tsx';

const SEARCH_DELAY_MS = 300;
const ALL = 'all';

interface ChangesSectionProps {
  jobId: string;
  /** Does the result say that there were changes? Then an empty list means that they are no longer kept. */
  hasChanges: boolean;
  /** Takes the focus when a counter leads here. */
  ref: RefObject<HTMLElement | null>;
}

/** What a run created, changed, marked as gone and could not take over: filtered, searched, as a file. */
export function ChangesSection({ jobId, hasChanges, ref }: ChangesSectionProps) {
  const id = useId();
  const { provider_slug: slug } = useIntegration();
  const { params, change } = useAddressQuery();
  const kind = changeKind(params.get('mudanca'));
  const [search, setSearch] = useState('');
  const settled = useSettled(search.trim(), SEARCH_DELAY_MS);
  const filter = useMemo(() => ({ kind, search: settled }), [kind, settled]);
  const fileExport = useFileExport({
    labels: changeExport,
    fileName: () => changeCsvName(slug, jobId),
    table: changeCsv,
    pages: (signal) => eachChangePage(jobId, filter, signal),
  });
  const choices = [
    { value: ALL, label: labels.all } as const,
    ...KINDS.map((value) => ({ value, label: CHANGE_KINDS[value].many })),
  ];
  return (
    <section ref={ref} tabIndex={-1} aria-labelledby={id} className="space-y-3 outline-none print:hidden">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 id={id} className="font-semibold">
          {labels.title}
        </h3>
        <ExportButton fileExport={fileExport} />
      </div>
      <ExportStatus fileExport={fileExport} />
      <ChoiceBar<ChangeKind | typeof ALL>
        label={labels.filter}
        choices={choices}
        value={kind ?? ALL}
        onChange={(value) => change({ mudanca: value === ALL ? null : value })}
      />
      <Field
        type="search"
        label={labels.search}
        value={search}
        maxLength={100}
        onChange={({ target }) => setSearch(target.value)}
      />
      <ChangeList jobId={jobId} filter={filter} emptyText={hasChanges ? labels.notKept : labels.nothing} />
    </section>
  );
}
