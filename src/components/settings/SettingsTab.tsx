import { useFieldOfAddress } from '../../hooks/settings/useFieldOfAddress.ts';
import { useIntegration } from '../../hooks/useIntegration.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { settings as labels } from '../../lib/labels/settings.ts';
import { ActivationSection } from './ActivationSection.tsx';
import { ConfigSection } from './ConfigSection.tsx';
import { ConnectionSection } from './connection/ConnectionSection.tsx';
import { HistorySection } from './HistorySection.tsx';
import { RemovalSection } from './RemovalSection.tsx';
import { ScheduleSection } from './ScheduleSection.tsx';

/** Configuração: one section per subject. Who may not change anything reads the same facts as text. */
export function SettingsTab() {
  const { canChange } = useTenant();
  const ref = useFieldOfAddress<HTMLDivElement>();
  const { removed_at: removedAt } = useIntegration();
  // Nothing of it is set any more; who changed what is still to be read.
  if (removedAt !== null) return <HistorySection />;
  return (
    <div ref={ref} className="max-w-2xl space-y-4">
      {!canChange && <p className="text-sm text-muted">{labels.readOnly}</p>}
      <ActivationSection />
      <ConnectionSection />
      <ConfigSection />
      <ScheduleSection />
      <HistorySection />
      {canChange && <RemovalSection />}
    </div>
  );
}
