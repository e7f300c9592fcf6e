import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { Field } from './Field.tsx';

interface SecretFieldProps extends Omit<ComponentProps<typeof Field>, 'type' | 'action' | 'autoComplete'> {
  showLabel: string;
  hideLabel: string;
}

/** An input for a secret that the browser neither fills in, corrects nor remembers; what was typed can be looked at. */
export function SecretField({ showLabel, hideLabel, ...props }: SecretFieldProps) {
  const [isShown, setIsShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <Field
      {...props}
      type={isShown ? 'text' : 'password'}
      autoComplete="off"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      // Password managers would offer to keep it as the user's own password.
      data-1p-ignore
      data-lpignore="true"
      action={
        <button
          type="button"
          aria-label={isShown ? hideLabel : showLabel}
          onClick={() => setIsShown(!isShown)}
          className="absolute inset-y-0 right-0 flex w-11 items-center justify-center rounded-lg text-muted hover:text-ink"
        >
          <Icon aria-hidden className="size-4.5" />
        </button>
      }
    />
  );
}
