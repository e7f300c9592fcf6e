import { useNow } from '../../hooks/browser/useNow.ts';
import { useSession } from '../../hooks/useSession.ts';
import { executionPrint as labels } from '../../lib/labels/executions/search.ts';
import { absoluteTime } from '../../lib/time/reader-time.ts';

interface PrintHeaderProps {
  /** Whose executions these are. */
  title: string;
  /** What they were filtered by, in words; left out where nothing can be filtered. */
  filter?: string;
  /** How many of the executions are on the page; null = all of them. */
  partial?: number | null;
}

/** What a sheet of paper must say by itself: whose executions these are, which, who printed them and when. */
export function PrintHeader({ title, filter, partial = null }: PrintHeaderProps) {
  const session = useSession();
  const now = useNow('halfMinute');
  const who = session.status === 'signed-in' ? session.email : '';
  return (
    <div className="hidden text-sm print:block">
      <p className="text-lg font-semibold">{title}</p>
      {filter !== undefined && <p>{filter}</p>}
      <p>{labels.printedBy(who, absoluteTime(new Date(now).toISOString()))}</p>
      {partial !== null && <p>{labels.partial(partial)}</p>}
    </div>
  );
}
