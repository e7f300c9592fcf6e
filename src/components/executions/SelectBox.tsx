import { type KeyboardEvent, use } from 'react';
import { SelectionContext } from '../../hooks/executions/useSelection.ts';
import { selection as labels } from '../../lib/labels/bulk.ts';

/** The boxes of a table from top to bottom, without those of rows that are folded away. */
function boxesAround(box: HTMLElement): HTMLElement[] {
  const all = box.closest('table')?.querySelectorAll<HTMLElement>('[data-job]') ?? [];
  return [...all].filter((one) => !('checkVisibility' in one) || one.checkVisibility());
}

/** Selects the row of an execution; nothing where nothing can be selected. */
export function SelectBox({ id, when }: { id: string; when: string }) {
  const selection = use(SelectionContext);
  if (selection?.canSelect(id) !== true) return null;
  const handleKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const boxes = boxesAround(event.currentTarget);
    const next = boxes[boxes.indexOf(event.currentTarget) + (event.key === 'ArrowDown' ? 1 : -1)];
    if (next?.dataset.job === undefined) return;
    if (event.shiftKey) selection.extend(id, next.dataset.job);
    next.focus();
  };
  return (
    // In the margin of the row, above the link that covers all of it; the target is larger than the box.
    <label className="absolute top-0.5 left-1 z-10 inline-flex size-9 items-center justify-center print:hidden">
      <input
        type="checkbox"
        aria-label={labels.one(when)}
        data-job={id}
        checked={selection.isSelected(id)}
        // React tells of a change without the keys that were held; the click that makes it has them.
        onClick={(event) => selection.toggle(id, event.shiftKey)}
        onChange={() => undefined}
        onKeyDown={handleKey}
        className="size-4 accent-accent"
      />
    </label>
  );
}
