import { useId } from 'react';
import type { Json } from '../../../lib/data/database.types.ts';
import { parseResult } from '../../../lib/jobs/job-result.ts';
import { executionPanel as labels } from '../../../lib/labels/executions.ts';
import { formatCount } from '../../../lib/text/format.ts';
import { Disclosure } from '../../ui/Disclosure.tsx';

/** What a successful run did with the records, and which it could not take over. */
export function ExecutionOutcome({ result }: { result: Json | null }) {
  const id = useId();
  const { counters, problems } = parseResult(result);
  if (counters.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="mb-2 font-semibold">
        {labels.outcome}
      </h3>
      <div className="overflow-hidden rounded-xl border border-line bg-surface">
        <dl className="numbers -mr-px -mb-px grid grid-cols-2 xs:grid-cols-3">
          {counters.map(({ key, label, value }) => (
            <div key={key} className="flex flex-col-reverse border-r border-b border-line px-3 py-2">
              <dt className="text-xs text-muted">{label}</dt>
              <dd className="text-lg font-semibold">{formatCount(value)}</dd>
            </div>
          ))}
        </dl>
      </div>
      {problems.length > 0 && (
        <Disclosure summary={labels.problems} className="mt-3">
          <ul className="mt-2 divide-y divide-line rounded-xl border border-line bg-surface px-3">
            {problems.map(({ item, reason }) => (
              <li key={`${item}/${reason}`} className="py-2">
                <span className="numbers font-medium">{item}</span> <span className="text-muted">{reason}</span>
              </li>
            ))}
          </ul>
          <p className="mt-1 text-muted">{labels.problemsShown(50)}</p>
        </Disclosure>
      )}
    </section>
  );
}
