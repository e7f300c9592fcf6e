import { Fragment, useEffect, useMemo, useState } from 'react';
import { useAddressQuery } from '../../hooks/browser/useAddressQuery.ts';
import { groupFailures } from '../../lib/executions/failure-groups.ts';
import type { Job } from '../../lib/jobs/job.ts';
import { jobErrorText } from '../../lib/labels/errors.ts';
import { executions as labels } from '../../lib/labels/executions/executions.ts';
import { listFooter } from '../../lib/labels/executions/search.ts';
import { shortTime } from '../../lib/time/reader-time.ts';
import { type ExecutionNames, ExecutionRow } from './ExecutionRow.tsx';

/** Columns that a phone has no room for, unlike paper; their content then stands below the date. */
const WIDE = 'hidden md:table-cell print:table-cell';

interface ExecutionTableProps {
  caption: string;
  executions: readonly Job[];
  names: ExecutionNames;
  /** Address of the side panel of one execution. */
  linkTo: (jobId: string) => string;
}

/** Executions, newest first; failures that say the same again and again are folded into one. */
export function ExecutionTable({ caption, executions, names, linkTo }: ExecutionTableProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const openId = useAddressQuery().params.get('execucao');
  const groups = useMemo(() => groupFailures(executions), [executions]);
  const groupId = groups.find(({ same }) => same.some(({ id }) => id === openId))?.first.id;
  // A row that is folded away could not take the focus when its details are closed.
  useEffect(() => {
    if (groupId !== undefined) setOpen((known) => new Set([...known, groupId]));
  }, [groupId]);
  const columns = columnsOf(names.place !== undefined);
  const toggle = (id: string) =>
    setOpen((known) => (known.has(id) ? new Set([...known].filter((one) => one !== id)) : new Set([...known, id])));
  return (
    <table className="w-full text-sm has-[tbody_input]:[&_th:first-child]:pl-10">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="border-b border-line text-left text-muted">
          {columns.map(({ label, className }) => (
            <th key={label} scope="col" className={`px-3 py-2 font-medium first:pl-5 last:pr-5 ${className}`}>
              {label === labels.action ? <span className="max-md:sr-only">{label}</span> : label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {groups.map(({ first, same }) => (
          <Fragment key={first.id}>
            <ExecutionRow job={first} to={linkTo(first.id)} names={names} wide={WIDE} />
            {same.length > 0 && (
              <SameFailures
                same={same}
                columns={columns.length}
                isOpen={open.has(first.id)}
                onToggle={() => toggle(first.id)}
              />
            )}
            {same.map((job) => (
              <ExecutionRow
                key={job.id}
                job={job}
                to={linkTo(job.id)}
                names={names}
                wide={WIDE}
                isFolded={!open.has(first.id)}
              />
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

/** The six columns of one integration; with several also whose a run is, and who started it. */
function columnsOf(hasPlace: boolean): Array<{ label: string; className: string }> {
  return [
    { label: labels.date, className: '' },
    ...(hasPlace ? [{ label: labels.integration, className: WIDE }] : []),
    { label: labels.status, className: '' },
    { label: labels.progress, className: WIDE },
    { label: labels.time, className: `${WIDE} text-right` },
    { label: labels.attempts, className: `${WIDE} text-right` },
    ...(hasPlace ? [{ label: labels.startedBy, className: WIDE }] : []),
    { label: labels.action, className: 'text-right print:hidden' },
  ];
}

interface SameFailuresProps {
  same: readonly Job[];
  columns: number;
  isOpen: boolean;
  onToggle: () => void;
}

/** "Mais 4 falhas iguais desde 12/11/2026, 08:00: Credencial recusada": shows and hides them. */
function SameFailures({ same, columns, isOpen, onToggle }: SameFailuresProps) {
  const oldest = same.at(-1);
  if (oldest === undefined) return null;
  const text = listFooter.sameFailures(
    same.length,
    jobErrorText(oldest.error_code).title,
    shortTime(oldest.created_at),
  );
  return (
    <tr className="border-b border-line bg-inset print:hidden">
      <td colSpan={columns} className="px-5 py-1">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={onToggle}
          className="numbers min-h-8 rounded text-left text-sm text-danger hover:underline"
        >
          {text}
        </button>
      </td>
    </tr>
  );
}
