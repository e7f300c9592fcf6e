import { textOf, useAccountForm } from '../../hooks/useAccountForm.ts';
import { passwordProblem, updateAccount } from '../../lib/app/account.ts';
import { account as labels, passwordRefusal } from '../../lib/labels/account.ts';
import { NewPasswordField } from '../account/NewPasswordField.tsx';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/form/Field.tsx';
import { Notice } from '../ui/Notice.tsx';

interface SetUpFormProps {
  /** Whose account this is: shown, and what a password manager keeps the password for. */
  email: string;
  asksName: boolean;
  passwordLabel: string;
  submit: string;
  submitting: string;
  failed: string;
  onDone: () => void;
}

/** What an account needs after the link of a mail was accepted: a password, and a name the first time. */
export function SetUpForm({ email, asksName, passwordLabel, submit, submitting, failed, onDone }: SetUpFormProps) {
  const form = useAccountForm<'name' | 'new-password'>({
    check: (values) => ({
      name: asksName && textOf(values, 'name').trim() === '' ? labels.nameMissing : null,
      'new-password': passwordProblem(textOf(values, 'new-password')),
    }),
    save: async (values) => {
      const password = textOf(values, 'new-password');
      await updateAccount(asksName ? { password, name: textOf(values, 'name').trim() } : { password });
      onDone();
    },
    blame: (error) => {
      const problem = passwordRefusal(error);
      return problem === null ? null : { field: 'new-password', problem };
    },
  });
  return (
    <form noValidate onSubmit={form.handleSubmit} className="space-y-4">
      <Field label={labels.email} type="email" autoComplete="username" readOnly value={email} />
      {asksName && (
        <Field
          label={labels.name}
          hint={labels.nameHint}
          name="name"
          autoComplete="name"
          maxLength={100}
          problem={form.problems.name}
        />
      )}
      <NewPasswordField label={passwordLabel} problem={form.problems['new-password']} />
      {form.failure !== null && (
        <Notice isAlert title={failed}>
          {`${form.failure.title}. ${form.failure.advice}`}
        </Notice>
      )}
      <Button type="submit" variant="primary" isBusy={form.isBusy} className="w-full">
        {form.isBusy ? submitting : submit}
      </Button>
    </form>
  );
}
