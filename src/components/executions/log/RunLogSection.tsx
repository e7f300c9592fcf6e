import { Suspense, useId, useState } from 'react';
import type { Job } from '../../../lib/jobs/job.ts';
import { runLogSection as labels } from '../../../lib/labels/executions/executions.ts';
import { lazyPart } from '../../parts/part.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';

const RunLog = lazyPart(() => import('./RunLog.tsx'));

/** The log of a run, folded away: nothing of it is read before somebody opens it. */
export function RunLogSection({ job }: { job: Job }) {
  const id = useId();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <section aria-labelledby={id} className="print:hidden">
      <h3 id={id} className="mb-1 font-semibold">
        {labels.title}
      </h3>
      <Disclosure summary={labels.open} onToggle={setIsOpen}>
        {isOpen && (
          <Suspense fallback={<p className="py-2 text-muted">{labels.loading}</p>}>
            <RunLog job={job} />
          </Suspense>
        )}
      </Disclosure>
    </section>
  );
}
