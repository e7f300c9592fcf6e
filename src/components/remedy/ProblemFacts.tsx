import { useTenant } from '../../hooks/useTenant.ts';
import type { Problem } from '../../lib/integrations/problem.ts';
import { remedyOf } from '../../lib/jobs/remedies.ts';
import { remedies as labels } from '../../lib/labels/remedies.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';

interface ProblemFactsProps {
  problem: Problem;
  /** The card tells itself when the last run was, and that the schedule is paused. */
  isBrief?: boolean;
}

/** Since when it fails, what that has led to or will lead to, and whom to ask. */
export function ProblemFacts({ problem, isBrief = false }: ProblemFactsProps) {
  const { canChange } = useTenant();
  const { since, failures, pausedAt, pausesAt } = problem;
  const isCredential = remedyOf(problem.code).first === 'credential' && !remedyOf(problem.code).runHelps;
  return (
    <>
      {since !== null && (!isBrief || failures > 1) && (
        <p>
          {labels.since} <RelativeTime timestamp={since} />
          {failures > 1 && pausesAt === null && <span className="numbers"> ({labels.inRow(failures)})</span>}.
        </p>
      )}
      {pausesAt !== null && <p className="numbers font-medium text-ink">{labels.willPause(failures, pausesAt)}</p>}
      {pausedAt !== null && !isBrief && (
        <p>
          <strong className="font-medium text-ink">
            {labels.pausedSince} <RelativeTime timestamp={pausedAt} />.
          </strong>{' '}
          {isCredential ? labels.pausedCredential : labels.pausedFailures}
        </p>
      )}
      {!canChange && <p>{labels.askAdmin}</p>}
    </>
  );
}
