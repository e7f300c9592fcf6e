import { useIntegration } from '../../../hooks/useIntegration.ts';
import { useTenant } from '../../../hooks/useTenant.ts';
import { settings as labels } from '../../../lib/labels/settings.ts';
import { FactList } from '../FactList.tsx';
import { SettingsSection } from '../SettingsSection.tsx';
import { ConnectionForm } from './ConnectionForm.tsx';
import { CredentialState } from './CredentialState.tsx';
import { LastTest } from './LastTest.tsx';

/** Where the provider is called and with what. Nobody sees the credential, only since when there is one. */
export function ConnectionSection() {
  const integration = useIntegration();
  const { canChange } = useTenant();
  if (canChange) return <ConnectionForm />;
  const { base_url: baseUrl, provider, credentials_updated_at: updatedAt } = integration;
  return (
    <SettingsSection title={labels.connection} error={null}>
      <FactList
        facts={[
          [labels.credential, <CredentialState key="credential" updatedAt={updatedAt} />],
          [labels.baseUrl, baseUrl ?? provider.default_base_url ?? labels.baseUrlNone],
        ]}
      />
      <LastTest />
    </SettingsSection>
  );
}
