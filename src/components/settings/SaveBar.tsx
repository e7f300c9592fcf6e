import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SettingsForm } from '../../hooks/settings/useSettingsForm.ts';
import { useUnsavedWarning } from '../../hooks/settings/useUnsavedWarning.ts';
import { settings as labels } from '../../lib/labels/settings.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';

interface SaveBarProps {
  form: Pick<SettingsForm<unknown>, 'isDirty' | 'hasConflict' | 'isBusy' | 'outcome'>;
  label: string;
  savedText: string;
  onDiscard: () => void;
  /** false where another button is the one to press. */
  isMain?: boolean;
  /** Further buttons, between saving and discarding. */
  children?: ReactNode;
}

/** The end of a form: saves, discards, and says how the form stands. */
export function SaveBar({ form, label, savedText, onDiscard, isMain = true, children }: SaveBarProps) {
  const { isDirty, hasConflict, isBusy, outcome } = form;
  useUnsavedWarning(isDirty);
  return (
    <div className="space-y-4">
      {hasConflict && (
        <Notice kind="info" title={labels.conflict}>
          {labels.conflictAdvice}
        </Notice>
      )}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button type="submit" variant={isDirty && isMain ? 'primary' : 'secondary'} isBusy={isBusy}>
          {isBusy ? labels.saving : label}
        </Button>
        {children}
        {isDirty && !isBusy && (
          <>
            <Button variant="quiet" onClick={onDiscard}>
              {labels.discard}
            </Button>
            <span className="text-sm text-muted">{labels.unsaved}</span>
          </>
        )}
        {!isDirty && outcome === 'unchanged' && <span className="text-sm text-muted">{labels.nothingToSave}</span>}
        {!isDirty && outcome === 'saved' && (
          <span className="inline-flex items-center gap-1.5 text-sm text-muted">
            <Check aria-hidden className="size-4 text-accent" />
            {savedText}
          </span>
        )}
      </div>
    </div>
  );
}
