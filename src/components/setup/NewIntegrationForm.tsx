import { type SubmitEvent, useId, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useNewIntegration } from '../../hooks/settings/useNewIntegration.ts';
import { useUnsavedWarning } from '../../hooks/settings/useUnsavedWarning.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { announcer } from '../../lib/app/announcer.ts';
import { detailPath } from '../../lib/app/links.ts';
import type { Provider } from '../../lib/integrations/catalogue.ts';
import { newIntegration as labels } from '../../lib/labels/setup.ts';
import { type ConnectionProblems, connectionProblems } from '../../lib/settings/connection.ts';
import { Button, buttonClass } from '../ui/Button.tsx';
import { Disclosure } from '../ui/Disclosure.tsx';
import { Field } from '../ui/form/Field.tsx';
import { SecretField } from '../ui/form/SecretField.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Panel } from '../ui/Panel.tsx';
import { SetupProgress } from './SetupProgress.tsx';

interface NewIntegrationFormProps {
  provider: Provider;
  onBusy: (isBusy: boolean) => void;
}

const NO_PROBLEMS: ConnectionProblems = { baseUrl: null, credential: null };

/** What the provider needs, and one button that adds, tests, switches on and runs. */
export function NewIntegrationForm({ provider, onBusy }: NewIntegrationFormProps) {
  const titleId = useId();
  const { tenant } = useTenant();
  const navigate = useNavigate();
  const [texts, setTexts] = useState({ baseUrl: '', credential: '' });
  const [problems, setProblems] = useState(NO_PROBLEMS);
  const urlRef = useRef<HTMLInputElement>(null);
  const credentialRef = useRef<HTMLInputElement>(null);
  const flow = useNewIntegration(provider.slug, () => {
    announcer.announce(labels.started(provider.name));
    void navigate(detailPath(tenant.slug, provider.slug));
  });
  const isBusy = flow.busy !== null;
  // Once it is stored an empty field means that it stays as it is.
  const isStored = flow.failed !== null && flow.failed.step !== 'credential';
  useUnsavedWarning(!isStored && texts.credential !== '');

  const edit = (change: Partial<typeof texts>) => {
    setProblems(NO_PROBLEMS);
    setTexts({ ...texts, ...change });
  };
  const handleSubmit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    const found = connectionProblems(texts, {
      needsUrl: provider.default_base_url === null,
      needsCredential: !isStored,
    });
    setProblems(found);
    if (found.baseUrl !== null) return urlRef.current?.focus();
    if (found.credential !== null) return credentialRef.current?.focus();
    onBusy(true);
    await flow.submit(texts);
    onBusy(false);
  };

  const address = (label: string, hint: string) => (
    <Field
      ref={urlRef}
      type="url"
      inputMode="url"
      autoComplete="off"
      spellCheck={false}
      label={label}
      hint={hint}
      value={texts.baseUrl}
      problem={problems.baseUrl}
      readOnly={isBusy}
      onChange={({ target }) => edit({ baseUrl: target.value })}
    />
  );
  return (
    <Panel aria-labelledby={titleId} className="p-5">
      <h2 id={titleId} className="font-semibold">
        {labels.needs(provider.name)}
      </h2>
      <form noValidate onSubmit={handleSubmit} className="mt-4 space-y-5">
        {provider.default_base_url === null &&
          address(labels.address, labels.addressHint(provider.base_url_example ?? 'https://api.exemplo.com.br'))}
        <SecretField
          ref={credentialRef}
          label={provider.credential_name}
          showLabel={labels.show}
          hideLabel={labels.hide}
          hint={isStored ? labels.secretStored : labels.secret}
          value={texts.credential}
          problem={problems.credential}
          readOnly={isBusy}
          onChange={({ target }) => edit({ credential: target.value })}
        />
        {provider.credential_help !== '' && (
          <div className="rounded-lg bg-inset px-4 py-3 text-sm">
            <p className="font-medium">{labels.where}</p>
            <p className="mt-0.5 text-muted">{provider.credential_help}</p>
          </div>
        )}
        {provider.default_base_url !== null && (
          <Disclosure summary={labels.advanced}>
            <div className="mt-3">{address(labels.address, labels.addressDefault(provider.default_base_url))}</div>
          </Disclosure>
        )}
        <div className="space-y-4 border-t border-dashed border-line pt-4">
          <SetupProgress busy={flow.busy} failed={flow.failed} done={flow.done} />
          {flow.failed !== null && (
            <Notice isAlert title={flow.failed.text.title}>
              <p>{flow.failed.text.advice}</p>
              {isStored && <p>{labels.kept}</p>}
            </Notice>
          )}
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" variant="primary" isBusy={isBusy}>
              {flow.failed === null ? labels.submit : labels.again}
            </Button>
            <Link to={`/integracoes?tenant=${tenant.slug}`} className={buttonClass('quiet')}>
              {isStored ? labels.later : labels.cancel}
            </Link>
          </div>
          {flow.failed === null && !isBusy && <p className="text-sm text-muted">{labels.plan}</p>}
        </div>
      </form>
    </Panel>
  );
}
