import type { IntegrationState } from '../../../hooks/useIntegrations.ts';
import { settings as labels } from '../../../lib/labels/settings.ts';
import { FactList } from '../FactList.tsx';
import { SettingsSection } from '../SettingsSection.tsx';
import { ConnectionForm } from './ConnectionForm.tsx';
import { CredentialState } from './CredentialState.tsx';

interface ConnectionSectionProps {
  integration: IntegrationState;
  canChange: boolean;
}

/** Where the provider is called and with what. Nobody sees the credential, only since when there is one. */
export function ConnectionSection({ integration, canChange }: ConnectionSectionProps) {
  if (canChange) return <ConnectionForm integration={integration} />;
  const { base_url: baseUrl, provider, credentials_updated_at: updatedAt } = integration;
  return (
    <SettingsSection title={labels.connection} error={null}>
      <FactList
        facts={[
          [labels.baseUrl, baseUrl ?? provider.default_base_url ?? labels.baseUrlNone],
          [labels.credential, <CredentialState key="credential" updatedAt={updatedAt} />],
        ]}
      />
    </SettingsSection>
  );
}
