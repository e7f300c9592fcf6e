import { useIntegration } from '../../hooks/useIntegration.ts';
import type { Job } from '../../lib/jobs/job.ts';
import { executions as labels } from '../../lib/labels/executions/executions.ts';
import { ExecutionRow } from './ExecutionRow.tsx';

/** Columns that a phone has no room for, unlike paper; their content then stands below the date. */
const WIDE = 'hidden md:table-cell print:table-cell';

const COLUMNS = [
  { label: labels.date, className: '' },
  { label: labels.status, className: '' },
  { label: labels.progress, className: WIDE },
  { label: labels.time, className: `${WIDE} text-right` },
  { label: labels.attempts, className: `${WIDE} text-right` },
  { label: labels.action, className: 'text-right print:hidden' },
];

interface ExecutionTableProps {
  executions: readonly Job[];
  /** Address of the side panel of one execution. */
  linkTo: (jobId: string) => string;
}

export function ExecutionTable({ executions, linkTo }: ExecutionTableProps) {
  const { provider } = useIntegration();
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">{labels.caption(provider.name)}</caption>
      <thead>
        <tr className="border-b border-line text-left text-muted">
          {COLUMNS.map(({ label, className }) => (
            <th key={label} scope="col" className={`px-3 py-2.5 font-medium first:pl-5 last:pr-5 ${className}`}>
              {label === labels.action ? <span className="max-md:sr-only">{label}</span> : label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {executions.map((job) => (
          <ExecutionRow key={job.id} job={job} to={linkTo(job.id)} wide={WIDE} />
        ))}
      </tbody>
    </table>
  );
}
