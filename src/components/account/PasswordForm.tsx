import { isAuthError } from '@supabase/auth-js';
import { useRef } from 'react';
import { textOf, useAccountForm } from '../../hooks/useAccountForm.ts';
import { passwordProblem, updateAccount } from '../../lib/app/account.ts';
import { announcer } from '../../lib/app/announcer.ts';
import { signIn } from '../../lib/app/session.ts';
import { account as labels, passwordRefusal } from '../../lib/labels/account.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/form/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { NewPasswordField } from './NewPasswordField.tsx';

type PasswordInput = 'current-password' | 'new-password';

function blame(error: unknown): { field: PasswordInput; problem: string } | null {
  if (isAuthError(error) && error.code === 'invalid_credentials') {
    return { field: 'current-password', problem: labels.currentWrong };
  }
  const problem = passwordRefusal(error);
  return problem === null ? null : { field: 'new-password', problem };
}

/** A new password. The current one is asked for, or whoever finds the window open could keep the owner out. */
export function PasswordForm({ email }: { email: string }) {
  const formRef = useRef<HTMLFormElement>(null);
  const form = useAccountForm<PasswordInput>({
    check: (values) => ({
      'current-password': textOf(values, 'current-password') === '' ? labels.currentMissing : null,
      'new-password': passwordProblem(textOf(values, 'new-password')),
    }),
    save: async (values) => {
      await signIn(email, textOf(values, 'current-password'));
      await updateAccount({ password: textOf(values, 'new-password') });
      formRef.current?.reset();
      announcer.announce(labels.passwordSaved);
    },
    blame,
  });
  return (
    <form ref={formRef} noValidate onSubmit={form.handleSubmit} className="space-y-4">
      <Field label={labels.email} type="email" autoComplete="username" readOnly value={email} />
      <NewPasswordField
        label={labels.newPassword}
        problem={form.problems['new-password']}
        before={(type) => (
          <Field
            label={labels.currentPassword}
            hint={labels.currentHint}
            type={type}
            name="current-password"
            autoComplete="current-password"
            problem={form.problems['current-password']}
          />
        )}
      />
      {form.failure !== null && (
        <Notice isAlert title={labels.passwordFailed}>
          {`${form.failure.title}. ${form.failure.advice}`}
        </Notice>
      )}
      {form.isDone && <Notice kind="info" title={labels.passwordSaved} />}
      <Button type="submit" isBusy={form.isBusy}>
        {form.isBusy ? labels.saving : labels.savePassword}
      </Button>
    </form>
  );
}
