import { PlugZap } from 'lucide-react';
import { type SubmitEvent, useRef, useState } from 'react';
import { useAddressQuery } from '../../../hooks/browser/useAddressQuery.ts';
import { useConnectionTest } from '../../../hooks/settings/useConnectionTest.ts';
import { useSettingsForm } from '../../../hooks/settings/useSettingsForm.ts';
import { useIntegration } from '../../../hooks/useIntegration.ts';
import { FIELD, FIELDS } from '../../../lib/labels/addresses.ts';
import { settings as labels } from '../../../lib/labels/settings.ts';
import {
  type ConnectionProblems,
  type ConnectionTexts,
  changesHost,
  connectionProblems,
  isSameConnection,
} from '../../../lib/settings/connection.ts';
import { Button } from '../../ui/Button.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { Field } from '../../ui/form/Field.tsx';
import { SecretField } from '../../ui/form/SecretField.tsx';
import { SaveBar } from '../SaveBar.tsx';
import { SettingsSection } from '../SettingsSection.tsx';
import { ConnectionTestResult } from './ConnectionTestResult.tsx';
import { CredentialState } from './CredentialState.tsx';
import { LastTest } from './LastTest.tsx';

const NO_PROBLEMS: ConnectionProblems = { baseUrl: null, credential: null };

/** The credential first, and the address for who needs another one: tried and saved together. */
export function ConnectionForm() {
  const integration = useIntegration();
  const { provider, credentials_updated_at: updatedAt } = integration;
  const fallback = provider.default_base_url;
  const saved: ConnectionTexts = { baseUrl: integration.base_url ?? '', credential: '' };
  const [problems, setProblems] = useState(NO_PROBLEMS);
  const urlRef = useRef<HTMLInputElement>(null);
  const credentialRef = useRef<HTMLInputElement>(null);
  const test = useConnectionTest();
  const { params } = useAddressQuery();
  const form = useSettingsForm<ConnectionTexts>({
    name: 'connection',
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
  /** Saves only what the provider accepts, and then lets the integration tell of the test. */
  const handleTestAndSave = () =>
    whenValid(updatedAt === null, () =>
      test.run(value, true, () => form.submit(() => test.run({ baseUrl: '', credential: '' }, false))),
    );
  // The address leaves the link again, and must not be folded away by that.
  const [isAskedFor, setIsAskedFor] = useState(false);
  if (params.get(FIELD) === FIELDS.address && !isAskedFor) setIsAskedFor(true);
  const showsAddress = fallback === null || saved.baseUrl !== '' || problems.baseUrl !== null || isAskedFor;
  const losesCredential =
    updatedAt !== null &&
    value.credential.trim() === '' &&
    changesHost(saved.baseUrl || fallback, value.baseUrl.trim() || fallback);

  return (
    <SettingsSection title={labels.connection} error={form.error}>
      <form noValidate onSubmit={handleSubmit} className="space-y-4">
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
        <Disclosure summary={labels.advanced} isOpen={showsAddress}>
          <div data-campo={FIELDS.address} className="pt-2">
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
          </div>
        </Disclosure>
        <SaveBar form={form} label={labels.save} savedText={labels.saved} isMain={false} onDiscard={handleDiscard}>
          {form.isDirty ? (
            <Button variant="primary" icon={PlugZap} isBusy={test.isBusy || form.isBusy} onClick={handleTestAndSave}>
              {test.isBusy ? labels.testing : labels.testAndSave}
            </Button>
          ) : (
            <Button
              icon={PlugZap}
              isBusy={test.isBusy}
              onClick={() => whenValid(updatedAt === null, () => test.run(value, false))}
            >
              {test.isBusy ? labels.testing : labels.test}
            </Button>
          )}
        </SaveBar>
        <LastTest />
        <ConnectionTestResult test={test} />
      </form>
    </SettingsSection>
  );
}
