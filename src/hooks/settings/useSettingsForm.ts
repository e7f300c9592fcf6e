import { useState } from 'react';
import { announcer } from '../../lib/app/announcer.ts';
import { settings as labels } from '../../lib/labels/settings.ts';
import { useIntegration } from '../useIntegration.ts';
import { type Draft, useDraft } from './useDraft.ts';
import { type SettingsChange, useUpdateIntegration } from './useUpdateIntegration.ts';

interface SettingsFormInput<T> {
  /** Tells it from the other forms of the integration. */
  name: string;
  saved: T;
  isEqual: (a: T, b: T) => boolean;
  /** What to save of an edited value. */
  toChange: (value: T) => SettingsChange;
  savedText: string;
}

export interface SettingsForm<T> extends Omit<Draft<T>, 'settle'> {
  /** Saves; `onSaved` is called when that went well. */
  submit: (onSaved?: () => void) => void;
  isBusy: boolean;
  /** Why the last save failed; until the next one, or until the draft is discarded. */
  error: Error | null;
  /** What the last submit came to; null once the form is edited again. */
  outcome: 'saved' | 'unchanged' | null;
}

/** A part of the configuration as a form: an edited copy, how it is saved, and what came of it. */
export function useSettingsForm<T>(input: SettingsFormInput<T>): SettingsForm<T> {
  const { name, saved, isEqual, toChange, savedText } = input;
  const { id } = useIntegration();
  const update = useUpdateIntegration();
  const { settle, ...draft } = useDraft(`${id} ${name}`, saved, isEqual);
  const [outcome, setOutcome] = useState<SettingsForm<T>['outcome']>(null);

  const submit = (onSaved?: () => void) => {
    if (update.isPending) return;
    if (!draft.isDirty) {
      update.reset();
      setOutcome('unchanged');
      announcer.announce(labels.nothingToSave);
      return;
    }
    const submitted = draft.value;
    update.mutate(toChange(submitted), {
      onSuccess: () => {
        settle(submitted);
        setOutcome('saved');
        announcer.announce(savedText);
        // The mutation holds what was saved, perhaps a credential: it has done its work.
        update.reset();
        onSaved?.();
      },
    });
  };
  return {
    ...draft,
    edit: (value) => {
      setOutcome(null);
      draft.edit(value);
    },
    discard: () => {
      setOutcome(null);
      update.reset();
      draft.discard();
    },
    submit,
    isBusy: update.isPending,
    error: update.error,
    outcome,
  };
}
