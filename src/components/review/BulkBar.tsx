import { useId } from 'react';
import { review as labels } from '../../lib/labels/review.ts';
import { formatCount } from '../../lib/text/format.ts';
import { Button } from '../ui/Button.tsx';

interface BulkBarProps {
  selected: number;
  hasObvious: boolean;
  onObvious: () => void;
  onFirst: () => void;
  onNobody: () => void;
  onClear: () => void;
}

/** Decisions for many contacts at once. */
export function BulkBar({ selected, hasObvious, onObvious, onFirst, onNobody, onClear }: BulkBarProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-wrap items-center gap-2">
      <h2 id={id} className="sr-only">
        {labels.bulk}
      </h2>
      <Button isOff={!hasObvious} onClick={onObvious}>
        {labels.selectObvious}
      </Button>
      {selected > 0 && (
        <>
          <span className="numbers px-1 text-sm font-medium">{labels.selectedCount(formatCount(selected))}</span>
          <Button variant="primary" className="max-sm:w-full max-sm:whitespace-normal" onClick={onFirst}>
            {labels.bulkFirst}
          </Button>
          <Button onClick={onNobody}>{labels.bulkNobody}</Button>
          <Button variant="quiet" onClick={onClear}>
            {labels.clear}
          </Button>
        </>
      )}
    </section>
  );
}
