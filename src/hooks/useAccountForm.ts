import { type SubmitEvent, useState } from 'react';
import { accountErrorText } from '../lib/labels/account.ts';
import type { ErrorText } from '../lib/labels/errors.ts';

interface AccountFormOptions<Field extends string> {
  /** What is wrong with the typed values, in the order of the fields; called before anybody is asked. */
  check: (values: FormData) => Partial<Record<Field, string | null>>;
  save: (values: FormData) => Promise<void>;
  /** Which field the refusal of the server belongs to, and what is wrong with it; null when it is no field's fault. */
  blame: (error: unknown) => { field: Field; problem: string } | null;
}

/**
 * A form about an account: what is wrong with a field stands at the field, which takes the focus; why the server refused otherwise is
 * `failure`. Fields are named as the keys of the problems.
 */
export function useAccountForm<Field extends string>({ check, save, blame }: AccountFormOptions<Field>) {
  const [problems, setProblems] = useState<Partial<Record<Field, string | null>>>({});
  const [failure, setFailure] = useState<ErrorText | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [isDone, setIsDone] = useState(false);

  const submit = async (form: HTMLFormElement) => {
    const values = new FormData(form);
    const show = (found: Partial<Record<Field, string | null>>): boolean => {
      setProblems(found);
      const first = Object.keys(found).find((name) => found[name as Field] != null);
      const input = first === undefined ? null : form.elements.namedItem(first);
      if (input instanceof HTMLElement) input.focus();
      return first !== undefined;
    };
    setFailure(null);
    setIsDone(false);
    if (show(check(values))) return;
    setIsBusy(true);
    try {
      await save(values);
      setIsDone(true);
    } catch (error) {
      const blamed = blame(error);
      if (blamed === null) setFailure(accountErrorText(error));
      else show({ [blamed.field]: blamed.problem } as Partial<Record<Field, string>>);
    } finally {
      setIsBusy(false);
    }
  };
  const handleSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!isBusy) void submit(event.currentTarget);
  };
  return { problems, failure, isBusy, isDone, handleSubmit };
}

/** A field of a form as trimmed or raw text. */
export function textOf(values: FormData, name: string): string {
  const value = values.get(name);
  return typeof value === 'string' ? value : '';
}
