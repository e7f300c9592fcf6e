import { useQueryClient } from '@tanstack/react-query';
import { ArrowUp } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { useAddressQuery } from '../../hooks/browser/useAddressQuery.ts';
import { useExecutions } from '../../hooks/executions/useExecutions.ts';
import { useFileExport } from '../../hooks/executions/useFileExport.ts';
import { usePeopleOf } from '../../hooks/usePeople.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { filterText } from '../../lib/executions/filter-texts.ts';
import {
  type ExecutionFilters,
  filterChanges,
  isFiltered,
  NO_FILTERS,
  parseFilters,
} from '../../lib/executions/filters.ts';
import { eachExecutionPage } from '../../lib/executions/search.ts';
import { executionCsv, executionCsvName } from '../../lib/export/execution-csv.ts';
import { executions as labels } from '../../lib/labels/executions/executions.ts';
import { executionExport } from '../../lib/labels/executions/exports.ts';
import { emailsOf, peopleOptions } from '../../lib/tenants/people.ts';
import { serverNow } from '../../lib/time/server-clock.ts';
import { zonedDay } from '../../lib/time/tenant-time.ts';
import { Button } from '../ui/Button.tsx';
import { ExecutionFilterBar } from './ExecutionFilterBar.tsx';
import { ExecutionList } from './ExecutionList.tsx';
import type { ExecutionNames } from './ExecutionRow.tsx';
import { ExportButton } from './ExportButton.tsx';
import { ExportStatus } from './ExportStatus.tsx';
import { PrintHeader } from './PrintHeader.tsx';

/** Which execution the panel shows, and which stand beside it in the list. */
export interface OpenExecution {
  id: string;
  newer: string | null;
  older: string | null;
  open: (id: string) => void;
  close: () => void;
}

interface ExecutionBrowserProps {
  /** Whose executions; one and the same list as long as it has the same tenants. */
  tenantIds: readonly string[];
  /** null = of every integration. */
  slug: string | null;
  caption: string;
  /** What stands on paper above the list. */
  title: string;
  names: Omit<ExecutionNames, 'personOf' | 'providerOf'> & {
    providerOf: (slug: string) => string;
    groupOf: (tenantId: string) => string;
  };
  /** The first parts of the name of a file. */
  fileName: { group: string; integration: string };
  /** Filters that only this page has, whether one of them is set, and what clears them in the address. */
  extra?: { fields: ReactNode; isSet: boolean; cleared: Record<string, null>; text: string };
  panel: (execution: OpenExecution) => ReactNode;
}

/** Executions with filters, export and print, and the details of one beside them. */
export function ExecutionBrowser({
  tenantIds,
  slug,
  caption,
  title,
  fileName,
  extra,
  ...props
}: ExecutionBrowserProps) {
  const { tenant } = useTenant();
  const queryClient = useQueryClient();
  const { params, linkWith, change, close } = useAddressQuery();
  const filters = useMemo(() => parseFilters(params), [params]);
  const scope = { tenantIds, slug, filters };
  const list = useExecutions(scope);
  const { people, nameOf } = usePeopleOf(tenantIds);
  const told = [extra?.text, filterText(filters, nameOf)].filter(Boolean).join(' · ');
  const fileExport = useFileExport({
    labels: executionExport,
    fileName: () => executionCsvName({ ...fileName, filters, day: zonedDay(serverNow(), tenant.timeZone) }),
    table: async () => {
      const all = await Promise.all(tenantIds.map((id) => queryClient.ensureQueryData(peopleOptions(id))));
      const { providerOf: integrationOf, groupOf } = props.names;
      const emails = emailsOf(all.flat());
      const filter = [extra?.text, filterText(filters, (id) => emails.get(id) ?? id)].filter(Boolean).join(' · ');
      return executionCsv({ integrationOf, groupOf, timeZone: tenant.timeZone, people: emails, filter });
    },
    pages: (signal) => eachExecutionPage(scope, signal),
  });
  const handleChange = (changes: Partial<ExecutionFilters>) => change(filterChanges({ ...filters, ...changes }));
  const isAnySet = isFiltered(filters) || extra?.isSet === true;
  const handleClear = () => change({ ...filterChanges(NO_FILTERS), ...extra?.cleared });

  const openId = params.get('execucao');
  const ids = list.executions.map(({ id }) => id);
  const place = openId === null ? -1 : ids.indexOf(openId);

  return (
    <div className="space-y-4">
      <PrintHeader title={title} filter={told} partial={list.query.hasNextPage ? ids.length : null} />
      <div className="flex flex-wrap items-end justify-between gap-3 print:hidden">
        <ExecutionFilterBar
          filters={filters}
          onChange={handleChange}
          people={people}
          onClear={isAnySet ? handleClear : null}
        >
          {extra?.fields}
        </ExecutionFilterBar>
        <ExportButton fileExport={fileExport} />
      </div>
      <ExportStatus fileExport={fileExport} />
      {list.newCount > 0 && (
        <Button icon={ArrowUp} onClick={list.showNew} className="print:hidden">
          {labels.newRuns(list.newCount)}
        </Button>
      )}
      <ExecutionList
        list={list}
        caption={caption}
        names={{ ...props.names, personOf: nameOf, providerOf: (job) => props.names.providerOf(job.provider_slug) }}
        onClear={isAnySet ? handleClear : null}
        linkTo={(jobId) => linkWith({ execucao: jobId, mudanca: null })}
      />
      {openId !== null &&
        props.panel({
          id: openId,
          newer: ids[place - 1] ?? null,
          older: place === -1 ? null : (ids[place + 1] ?? null),
          open: (id) => change({ execucao: id, mudanca: null }),
          close: () => close({ execucao: null, mudanca: null }),
        })}
    </div>
  );
}
