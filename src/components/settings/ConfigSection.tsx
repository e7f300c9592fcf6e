import { useIntegration } from '../../hooks/useIntegration.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { settings as labels } from '../../lib/labels/settings.ts';
import { configFields, configTexts } from '../../lib/settings/config-schema.ts';
import { ConfigForm } from './ConfigForm.tsx';
import { FactList } from './FactList.tsx';
import { SettingsSection } from './SettingsSection.tsx';

/** What of a provider is read, as far as its entry in the catalogue offers a choice; nothing otherwise. */
export function ConfigSection() {
  const integration = useIntegration();
  const { canChange } = useTenant();
  const fields = configFields(integration.provider.config_schema);
  if (fields.length === 0) return null;
  if (canChange) return <ConfigForm fields={fields} />;
  const texts = configTexts(fields, integration.config);
  return (
    <SettingsSection title={labels.config} error={null}>
      <FactList facts={fields.map(({ key, label, fallback }) => [label, texts[key] || (fallback ?? labels.none)])} />
    </SettingsSection>
  );
}
