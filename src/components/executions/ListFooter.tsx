import { useQuery } from '@tanstack/react-query';
import { retentionOptions } from '../../lib/executions/retention.ts';
import { daysText, listFooter as labels } from '../../lib/labels/executions/search.ts';

/** "20 de 23 execuções". */
export function ListCount({ shown, total }: { shown: number; total: number | null }) {
  return <p className="numbers text-sm text-muted">{labels.shown(shown, total)}</p>;
}

/** How long what is listed can be looked up. */
export function RetentionNote() {
  const { data } = useQuery(retentionOptions());
  if (data === undefined || data.jobs === null) return null;
  const kept = (days: number | null) => (days === null ? labels.forEver : labels.keptFor(daysText(days)));
  return (
    <p className="numbers text-sm text-muted">
      {labels.kept(daysText(data.jobs), kept(data.logs), kept(data.changes), kept(data.runLog))}
    </p>
  );
}
