import { type SubmitEvent, useRef, useState } from 'react';
import type { IntegrationState } from '../../hooks/useIntegrations.ts';
import { useUpdateIntegration } from '../../hooks/useUpdateIntegration.ts';
import { announcer } from '../../lib/announcer.ts';
import { isBaseUrl } from '../../lib/base-url.ts';
import { settings as labels } from '../../lib/labels/settings.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { SettingsSection } from './SettingsSection.tsx';

interface ConnectionSectionProps {
  integration: IntegrationState;
  canChange: boolean;
}

function problemOf(url: string, isRequired: boolean): string | null {
  if (url === '') return isRequired ? labels.baseUrlMissing : null;
  return isBaseUrl(url) ? null : labels.baseUrlInvalid;
}

/** Where the provider is called. Empty means the provider's own address, if it has one for everybody. */
export function ConnectionSection({ integration, canChange }: ConnectionSectionProps) {
  const update = useUpdateIntegration(integration.tenant_id, integration.id);
  const [problem, setProblem] = useState<string | null>(null);
  const inputRef = useRef<HTMLInputElement>(null);
  const fallback = integration.provider.default_base_url;

  const handleSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (update.isPending) return;
    const url = inputRef.current?.value.trim() ?? '';
    const found = problemOf(url, fallback === null);
    setProblem(found);
    if (found !== null) {
      inputRef.current?.focus();
      return;
    }
    update.mutate({ base_url: url === '' ? null : url }, { onSuccess: () => announcer.announce(labels.saved) });
  };

  return (
    <SettingsSection title={labels.connection} error={update.error}>
      {canChange ? (
        <form noValidate onSubmit={handleSubmit} className="space-y-4">
          <Field
            ref={inputRef}
            type="url"
            inputMode="url"
            spellCheck={false}
            label={labels.baseUrl}
            hint={fallback === null ? labels.baseUrlRequired : labels.baseUrlDefault(fallback)}
            defaultValue={integration.base_url ?? ''}
            problem={problem}
          />
          <div className="flex items-center gap-3">
            <Button type="submit" variant="primary" isBusy={update.isPending}>
              {update.isPending ? labels.saving : labels.save}
            </Button>
            {update.isSuccess && <span className="text-sm text-muted">{labels.saved}</span>}
          </div>
        </form>
      ) : (
        <dl className="text-sm">
          <dt className="text-muted">{labels.baseUrl}</dt>
          <dd className="break-words">{integration.base_url ?? fallback ?? labels.baseUrlNone}</dd>
        </dl>
      )}
    </SettingsSection>
  );
}
