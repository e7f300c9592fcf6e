import { useId } from 'react';
import { Link } from 'react-router';
import { useAddressQuery } from '../../../hooks/browser/useAddressQuery.ts';
import { useTenant } from '../../../hooks/useTenant.ts';
import { reviewPath } from '../../../lib/app/links.ts';
import { KIND_OF_COUNTER } from '../../../lib/executions/changes.ts';
import type { JobResult } from '../../../lib/jobs/job-result.ts';
import { executionPanel as labels } from '../../../lib/labels/executions/executions.ts';
import { COUNTERS, type CounterKey } from '../../../lib/labels/executions/results.ts';
import { outcome } from '../../../lib/labels/executions/verdict.ts';
import { review } from '../../../lib/labels/review.ts';
import { formatCount } from '../../../lib/text/format.ts';

/** A number that is a link over its whole field. */
const LINK =
  'text-accent underline-offset-4 after:absolute after:inset-0 hover:underline focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent';

/** They add up to what was read. */
const PARTS: ReadonlySet<CounterKey> = new Set(['created', 'updated', 'unchanged', 'problems', 'skipped']);

interface ExecutionOutcomeProps {
  title?: string;
  counters: JobResult['counters'];
  /** After a counter was followed to its records. */
  onShow: () => void;
}

/** What a successful run did with the records; what it changed leads to the records. */
export function ExecutionOutcome({ title = labels.outcome, counters, onShow }: ExecutionOutcomeProps) {
  const id = useId();
  const known = COUNTERS.filter(({ key }) => counters.has(key));
  if (known.length === 0) return null;
  const parts = known.filter(({ key }) => PARTS.has(key));
  const others = known.filter(({ key }) => !PARTS.has(key) && key !== 'processed');
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="mb-2 font-semibold">
        {title}
      </h3>
      <div className="overflow-hidden rounded-xl border border-line bg-surface">
        <Numbers
          caption={outcome.parts(formatCount(counters.get('processed') ?? 0))}
          shown={parts}
          {...{ counters, onShow }}
        />
        <Numbers caption={outcome.others} shown={others} {...{ counters, onShow }} />
      </div>
      {[...parts, ...others].some(({ key }) => (counters.get(key) ?? 0) > 0 && !hasRecords(key)) && (
        <p className="mt-1.5 text-xs text-muted">{outcome.onlyCounts}</p>
      )}
    </section>
  );
}

/** Does the counter lead to its records? */
function hasRecords(key: CounterKey): boolean {
  return key === 'review' || KIND_OF_COUNTER[key] !== undefined;
}

interface NumbersProps extends Pick<ExecutionOutcomeProps, 'counters' | 'onShow'> {
  caption: string;
  shown: ReadonlyArray<(typeof COUNTERS)[number]>;
}

/** Numbers that belong together. A zero recedes: what happened is what is looked for. */
function Numbers({ caption, shown, counters, onShow }: NumbersProps) {
  const id = useId();
  if (shown.length === 0) return null;
  return (
    <>
      <p id={id} className="numbers border-b border-line bg-inset px-3 py-1 text-xs font-medium text-muted">
        {caption}
      </p>
      <dl aria-labelledby={id} className="numbers -mr-px -mb-px grid grid-cols-2 xs:grid-cols-3">
        {shown.map(({ key, label, ...rest }) => (
          <div
            key={key}
            title={'hint' in rest ? rest.hint : undefined}
            className="relative flex flex-col-reverse justify-end border-r border-b border-line px-3 py-1.5"
          >
            <dt className="text-xs text-muted">{label}</dt>
            <dd className={(counters.get(key) ?? 0) === 0 ? 'text-lg text-muted' : 'text-lg font-semibold'}>
              <Count counter={key} label={label} value={counters.get(key) ?? 0} onShow={onShow} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

interface CountProps {
  counter: CounterKey;
  label: string;
  value: number;
  onShow: () => void;
}

/** The number, over its whole field a link to the records if there are any to show. */
function Count({ counter, label, value, onShow }: CountProps) {
  const { linkWith } = useAddressQuery();
  const { tenant } = useTenant();
  if (counter === 'review' && value > 0) {
    return (
      <Link to={reviewPath(tenant.slug)} aria-label={review.linkOf(formatCount(value))} className={LINK}>
        {formatCount(value)}
      </Link>
    );
  }
  const kind = KIND_OF_COUNTER[counter];
  if (kind === undefined || value === 0) return formatCount(value);
  return (
    <Link
      to={linkWith({ mudanca: kind })}
      replace
      preventScrollReset
      onClick={onShow}
      aria-label={labels.seeRecords(formatCount(value), label)}
      className={LINK}
    >
      {formatCount(value)}
    </Link>
  );
}
