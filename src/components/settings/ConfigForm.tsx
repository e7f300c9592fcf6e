import { type SubmitEvent, useRef, useState } from 'react';
import { useSettingsForm } from '../../hooks/settings/useSettingsForm.ts';
import { useIntegration } from '../../hooks/useIntegration.ts';
import { FIELDS } from '../../lib/labels/addresses.ts';
import { configHint, configProblem, settings as labels } from '../../lib/labels/settings.ts';
import {
  type ConfigField,
  type ConfigTexts,
  configTexts,
  configWith,
  isConfigText,
} from '../../lib/settings/config-schema.ts';
import { Field } from '../ui/form/Field.tsx';
import { SaveBar } from './SaveBar.tsx';
import { SettingsSection } from './SettingsSection.tsx';

/** One number input for each field of the provider's schema. */
export function ConfigForm({ fields }: { fields: readonly ConfigField[] }) {
  const integration = useIntegration();
  const formRef = useRef<HTMLFormElement>(null);
  const [wrongKeys, setWrongKeys] = useState<ReadonlySet<string>>(new Set());
  const form = useSettingsForm<ConfigTexts>({
    name: 'options',
    saved: configTexts(fields, integration.config),
    isEqual: (a, b) => fields.every(({ key }) => a[key]?.trim() === b[key]?.trim()),
    toChange: (texts) => ({ config: configWith(integration.config, fields, texts) }),
    savedText: labels.configSaved,
  });

  const inputOf = (key: string) => {
    const input = formRef.current?.elements.namedItem(key);
    return input instanceof HTMLInputElement ? input : null;
  };
  // A number input hides what is no number from us: only the browser knows that it is not empty.
  const isWrong = (field: ConfigField) =>
    !isConfigText(field, form.value[field.key] ?? '') || inputOf(field.key)?.validity.badInput === true;
  const handleSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const wrong = fields.filter(isWrong).map(({ key }) => key);
    setWrongKeys(new Set(wrong));
    if (wrong[0] === undefined) form.submit();
    else inputOf(wrong[0])?.focus();
  };
  const handleDiscard = () => {
    setWrongKeys(new Set());
    form.discard();
  };

  return (
    <SettingsSection title={labels.config} error={form.error}>
      <form ref={formRef} data-campo={FIELDS.options} noValidate onSubmit={handleSubmit} className="space-y-4">
        <div className="grid gap-4 sm:grid-cols-2">
          {fields.map((field) => (
            <Field
              key={field.key}
              type="number"
              inputMode="numeric"
              step={1}
              min={field.minimum ?? undefined}
              max={field.maximum ?? undefined}
              name={field.key}
              label={field.label}
              hint={configHint(field)}
              value={form.value[field.key] ?? ''}
              problem={wrongKeys.has(field.key) ? configProblem(field) : null}
              onChange={(event) => {
                setWrongKeys(new Set([...wrongKeys].filter((key) => key !== field.key)));
                form.edit({ ...form.value, [field.key]: event.target.value });
              }}
            />
          ))}
        </div>
        <SaveBar form={form} label={labels.configSave} savedText={labels.configSaved} onDiscard={handleDiscard} />
      </form>
    </SettingsSection>
  );
}
