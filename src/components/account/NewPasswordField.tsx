import { type ComponentProps, type ReactNode, useState } from 'react';
import { account as labels } from '../../lib/labels/account.ts';
import { Field } from '../ui/form/Field.tsx';

interface NewPasswordFieldProps extends Omit<ComponentProps<typeof Field>, 'type' | 'action'> {
  /** More fields before it that "Mostrar senha" shows too. */
  before?: (type: 'text' | 'password') => ReactNode;
}

/** A new password, which can be looked at: that spares typing it twice. */
export function NewPasswordField({ before, ...props }: NewPasswordFieldProps) {
  const [isShown, setIsShown] = useState(false);
  const type = isShown ? 'text' : 'password';
  return (
    <>
      {before?.(type)}
      <Field hint={labels.passwordHint} {...props} type={type} name="new-password" autoComplete="new-password" />
      <label className="flex min-h-6 items-center gap-2 text-sm text-muted">
        <input
          type="checkbox"
          checked={isShown}
          onChange={(event) => setIsShown(event.target.checked)}
          className="size-4 accent-(--accent)"
        />
        {labels.showPassword}
      </label>
    </>
  );
}
