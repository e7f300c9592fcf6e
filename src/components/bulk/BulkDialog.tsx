import { CircleCheck, CircleMinus, CircleX, type LucideIcon } from 'lucide-react';
import type { RefObject } from 'react';
import { type Bulk, type BulkState, countDone } from '../../hooks/useBulk.ts';
import { cx } from '../../lib/app/class-names.ts';
import { DONE, bulk as labels, NOT_DONE, OUTCOME_TEXTS, RUNS } from '../../lib/labels/bulk.ts';
import { common } from '../../lib/labels/common.ts';
import type { BulkOutcome, BulkResult } from '../../lib/live/bulk-commands.ts';
import { formatPlural } from '../../lib/text/format.ts';
import { Button } from '../ui/Button.tsx';
import { Modal } from '../ui/Modal.tsx';

interface BulkDialogProps {
  bulk: Bulk;
  state: BulkState;
  fallbackFocus: RefObject<HTMLElement | null>;
}

/** Good, as good as done, and refused. */
const LOOKS: Record<'done' | 'even' | 'refused', [icon: LucideIcon, colour: string]> = {
  done: [CircleCheck, 'text-accent'],
  even: [CircleMinus, 'text-muted'],
  refused: [CircleX, 'text-danger'],
};
const EVEN: ReadonlySet<BulkOutcome> = new Set(['covered', 'job_already_active', 'already_ended']);

function lookOf(outcome: BulkOutcome): [LucideIcon, string] {
  if (outcome === 'started' || outcome === 'canceled') return LOOKS.done;
  return EVEN.has(outcome) ? LOOKS.even : LOOKS.refused;
}

/** Before: what would be cancelled. Meanwhile: that it is being done. Then: what happened to each. */
export default function BulkDialog({ bulk, state, fallbackFocus }: BulkDialogProps) {
  const { kind, items, results, isAsking } = state;
  if (isAsking) {
    return (
      <Modal
        onClose={bulk.close}
        fallbackFocus={fallbackFocus}
        title={labels.askTitle(formatPlural(items.length, RUNS))}
        description={labels.askConsequence}
        actions={
          <>
            <Button onClick={bulk.close}>{labels.keep}</Button>
            <Button variant="danger" onClick={bulk.confirmCancel}>
              {labels.confirm}
            </Button>
          </>
        }
      >
        <ul aria-label={labels.listOf} className="mt-3 list-disc space-y-1 pl-5 text-sm">
          {items.map(({ id, name }) => (
            <li key={id}>{name}</li>
          ))}
        </ul>
      </Modal>
    );
  }
  return (
    <Modal
      onClose={bulk.close}
      fallbackFocus={fallbackFocus}
      title={results === null ? busyTitle(kind) : formatPlural(countDone(state), DONE[kind])}
      description={results === null ? labels.waiting : rest(state, results)}
      actions={
        <Button variant="primary" onClick={bulk.close}>
          {common.close}
        </Button>
      }
    >
      {results !== null && (
        <ul aria-label={labels.answer} className="mt-4 max-h-[50dvh] space-y-2 overflow-y-auto text-sm">
          {results.map((result) => (
            <Answer key={result.item.id} result={result} />
          ))}
        </ul>
      )}
    </Modal>
  );
}

function busyTitle(kind: BulkState['kind']): string {
  return kind === 'run' ? labels.runBusy : labels.cancelBusy;
}

function rest(state: BulkState, results: readonly BulkResult[]): string {
  const others = results.length - countDone(state);
  return others === 0 ? labels.allDone : `${formatPlural(others, NOT_DONE[state.kind])}.`;
}

function Answer({ result: { item, outcome, reason } }: { result: BulkResult }) {
  const [Icon, colour] = lookOf(outcome);
  return (
    <li className="flex items-start gap-2">
      <Icon aria-hidden className={cx('mt-0.5 size-4 shrink-0', colour)} />
      <span className="min-w-0">
        <span className="font-medium">{item.name}</span>
        <span className="block text-muted">
          {OUTCOME_TEXTS[outcome]}
          {reason !== null && `: ${reason}`}
        </span>
      </span>
    </li>
  );
}
