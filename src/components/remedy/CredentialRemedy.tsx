import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { useCredentialRemedy } from '../../hooks/remedy/useCredentialRemedy.ts';
import { useUnsavedWarning } from '../../hooks/settings/useUnsavedWarning.ts';
import { useIntegration } from '../../hooks/useIntegration.ts';
import { credentialRemedy as labels } from '../../lib/labels/remedies.ts';
import { settings } from '../../lib/labels/settings.ts';
import { isCredential } from '../../lib/settings/credential.ts';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { SecretField } from '../ui/form/SecretField.tsx';

interface CredentialRemedyProps {
  onCancel: () => void;
  /** The provider has taken the credential, and it is saved. */
  onMended: () => void;
}

/** The field for another credential, where the error is: tested and saved in one step. It takes the focus. */
export function CredentialRemedy({ onCancel, onMended }: CredentialRemedyProps) {
  const { provider, is_enabled: isEnabled } = useIntegration();
  const [value, setValue] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const ref = useRef<HTMLInputElement>(null);
  const remedy = useCredentialRemedy();
  useUnsavedWarning(value !== '');
  useEffect(() => ref.current?.focus(), []);

  const handleSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (remedy.isPending) return;
    const credential = value.trim();
    const found = credential === '' ? labels.missing : isCredential(credential) ? null : settings.credentialInvalid;
    setProblem(found);
    if (found !== null) {
      ref.current?.focus();
      return;
    }
    remedy.mutate(credential, {
      onSuccess: (failure) => {
        if (failure === null) {
          onMended();
          return;
        }
        setProblem(`${failure.title}. ${failure.advice} ${labels.notSaved}`);
        ref.current?.focus();
      },
    });
  };
  const handleEdit = (text: string) => {
    setProblem(null);
    remedy.reset();
    setValue(text);
  };
  const submit = isEnabled ? labels.submit : labels.submitOnly;

  return (
    <form noValidate onSubmit={handleSubmit} className="mt-3 max-w-xl space-y-3 text-ink">
      <SecretField
        ref={ref}
        label={labels.field(provider.name)}
        showLabel={settings.showCredential}
        hideLabel={settings.hideCredential}
        hint={labels.hint}
        value={value}
        problem={problem}
        onChange={({ target }) => handleEdit(target.value)}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" isBusy={remedy.isPending}>
          {remedy.isPending ? labels.busy : submit}
        </Button>
        <Button onClick={onCancel}>{labels.cancel}</Button>
      </div>
      {remedy.error !== null && <Failure isAlert title={labels.failed} error={remedy.error} />}
    </form>
  );
}
