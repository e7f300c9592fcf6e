import { useUpdateIntegration } from '../../hooks/settings/useUpdateIntegration.ts';
import { useIntegration } from '../../hooks/useIntegration.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { announcer } from '../../lib/app/announcer.ts';
import { settings as labels } from '../../lib/labels/settings.ts';
import { Switch } from '../ui/form/Switch.tsx';
import { Notice } from '../ui/Notice.tsx';
import { SettingsSection } from './SettingsSection.tsx';

/** On or off. */
export function ActivationSection() {
  const integration = useIntegration();
  const { canChange } = useTenant();
  const update = useUpdateIntegration();
  // While the change is on its way the switch already shows it; a refusal turns it back.
  const isOn = update.isPending ? (update.variables.is_enabled ?? integration.is_enabled) : integration.is_enabled;
  const handleChange = (next: boolean) =>
    update.mutate(
      { is_enabled: next },
      { onSuccess: () => announcer.announce(next ? labels.turnedOn : labels.turnedOff) },
    );
  return (
    <SettingsSection title={labels.activation} error={update.error}>
      {canChange ? (
        <Switch
          label={labels.enabled}
          hint={labels.enabledHint}
          isOn={isOn}
          isBusy={update.isPending}
          onChange={handleChange}
        />
      ) : (
        <p>{integration.is_enabled ? labels.on : labels.off}</p>
      )}
      {isOn && integration.credentials_updated_at === null && (
        <Notice isAlert={update.isSuccess} title={labels.onWithoutCredential}>
          {canChange ? labels.onWithoutCredentialAdvice : labels.askAdmin}
        </Notice>
      )}
    </SettingsSection>
  );
}
