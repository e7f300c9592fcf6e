import { PlugZap } from 'lucide-react';
import { type SubmitEvent, useRef, useState } from 'react';
import { useConnectionTest } from '../../../hooks/settings/useConnectionTest.ts';
import { useSettingsForm } from '../../../hooks/settings/useSettingsForm.ts';
import { useIntegration } from '../../../hooks/useIntegration.ts';
import { FIELDS } from '../../../lib/labels/addresses.ts';
import { settings as labels } from '../../../lib/labels/settings.ts';
import {
  type ConnectionProblems,
  type ConnectionTexts,
  changesHost,
  connectionProblems,
  isSameConnection,
} from '../../../lib/settings/connection.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/form/Field.tsx';
import { SecretField } from '../../ui/form/SecretField.tsx';
import { SaveBar } from '../SaveBar.tsx';
import { SettingsSection } from '../SettingsSection.tsx';
import { ConnectionTestResult } from './ConnectionTestResult.tsx';
import { CredentialState } from './CredentialState.tsx';

const NO_PROBLEMS: ConnectionProblems = { baseUrl: null, credential: null };

/** Address and credential: tried first if one likes, saved together. */
export function ConnectionForm() {
  const integration = useIntegration();
  const { provider, credentials_updated_at: updatedAt } = integration;
  const fallback = provider.default_base_url;
  const saved: ConnectionTexts = { baseUrl: integration.base_url ?? '', credential: '' };
  const [problems, setProblems] = useState(NO_PROBLEMS);
  const urlRef = useRef<HTMLInputElement>(null);
  const credentialRef = useRef<HTMLInputElement>(null);
  const test = useConnectionTest();
  const form = useSettingsForm<ConnectionTexts>({
    saved,
    isEqual: isSameConnection,
    toChange: ({ baseUrl, credential }) => ({
      ...(baseUrl.trim() === saved.baseUrl ? {} : { base_url: baseUrl.trim() === '' ? null : baseUrl.trim() }),
      ...(credential.trim() === '' ? {} : { credential: credential.trim() }),
    }),
    savedText: labels.saved,
  });
  const { value } = form;

  const edit = (change: Partial<ConnectionTexts>) => {
    setProblems(NO_PROBLEMS);
    test.reset();
    form.edit({ ...value, ...change });
  };
  const handleDiscard = () => {
    setProblems(NO_PROBLEMS);
    test.reset();
    form.discard();
  };
  /** Checks the inputs, shows what is wrong at the first of them, and goes on if nothing is. */
  const whenValid = (needsCredential: boolean, proceed: () => void) => {
    const found = connectionProblems(value, { needsUrl: fallback === null, needsCredential });
    setProblems(found);
    if (found.baseUrl !== null) urlRef.current?.focus();
    else if (found.credential !== null) credentialRef.current?.focus();
    else proceed();
  };
  const handleSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    whenValid(false, () => {
      test.reset();
      form.submit();
    });
  };
  const losesCredential =
    updatedAt !== null &&
    value.credential.trim() === '' &&
    changesHost(saved.baseUrl || fallback, value.baseUrl.trim() || fallback);

  return (
    <SettingsSection title={labels.connection} error={form.error}>
      <form data-campo={FIELDS.address} noValidate onSubmit={handleSubmit} className="space-y-4">
        <Field
          ref={urlRef}
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          label={labels.baseUrl}
          hint={fallback === null ? labels.baseUrlRequired : labels.baseUrlDefault(fallback)}
          value={value.baseUrl}
          problem={problems.baseUrl}
          onChange={({ target }) => edit({ baseUrl: target.value })}
        />
        <div data-campo={FIELDS.credential}>
          <SecretField
            ref={credentialRef}
            label={labels.credential}
            showLabel={labels.showCredential}
            hideLabel={labels.hideCredential}
            hint={
              <>
                <CredentialState updatedAt={updatedAt} />
                {'. '}
                {updatedAt === null ? labels.credentialNeeded : labels.credentialKeep} {labels.credentialHint}
              </>
            }
            value={value.credential}
            problem={problems.credential ?? (losesCredential ? labels.credentialDropped : null)}
            onChange={({ target }) => edit({ credential: target.value })}
          />
        </div>
        <SaveBar form={form} label={labels.save} savedText={labels.saved} onDiscard={handleDiscard}>
          <Button
            icon={PlugZap}
            isBusy={test.isBusy}
            onClick={() => whenValid(updatedAt === null, () => test.run(value, form.isDirty))}
          >
            {test.isBusy ? labels.testing : labels.test}
          </Button>
        </SaveBar>
        <ConnectionTestResult test={test} />
      </form>
    </SettingsSection>
  );
}
