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
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div ref={ref} className="min-w-0 space-y-4">
        {!canChange && <p className="text-sm text-muted">{labels.readOnly}</p>}
        <ConnectionSection />
        <ActivationSection />
        <ConfigSection />
        <ScheduleSection />
        {canChange && <RemovalSection />}
      </div>
      <div className="min-w-0">
        <HistorySection />
      </div>
    </div>
  );
}
