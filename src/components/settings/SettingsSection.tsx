import { type ReactNode, useId } from 'react';
import { settings as labels } from '../../lib/labels/settings.ts';
import { Failure } from '../ui/Failure.tsx';
import { Panel } from '../ui/Panel.tsx';

interface SettingsSectionProps {
  title: string;
  /** Why the last change of this section was not saved. */
  error: Error | null;
  children: ReactNode;
}

/** A titled part of the configuration, with room for what went wrong in it. */
export function SettingsSection({ title, error, children }: SettingsSectionProps) {
  const id = useId();
  return (
    <Panel aria-labelledby={id} className="space-y-4 p-5">
      <h2 id={id} className="font-semibold">
        {title}
      </h2>
      {children}
      {error !== null && <Failure isAlert title={labels.failed} error={error} />}
    </Panel>
  );
}
