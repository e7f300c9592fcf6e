import { Undo2 } from 'lucide-react';
import { review as labels } from '../../lib/labels/review.ts';
import { Button } from '../ui/Button.tsx';

interface UndoBarProps {
  /** What was decided last; null = nothing that could be undone. */
  text: string | null;
  isBusy: boolean;
  onUndo: () => void;
}

/** The last decision and its undoing, always in sight. It is spoken by the announcer, so it is no live region itself. */
export function UndoBar({ text, isBusy, onUndo }: UndoBarProps) {
  if (text === null) return null;
  return (
    <div className="sticky bottom-3 z-20 mt-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-xl border border-line bg-surface p-3 pl-4 shadow-card">
      <p className="min-w-0 flex-1 text-sm break-words">{text}</p>
      <Button icon={Undo2} isBusy={isBusy} onClick={onUndo} aria-label={labels.undoOf(text)}>
        {labels.undo}
      </Button>
    </div>
  );
}
