import { Suspense, useRef, useState } from 'react';
import { removal as labels } from '../../lib/labels/setup.ts';
import { lazyPart } from '../parts/part.tsx';
import { Button } from '../ui/Button.tsx';
import { SettingsSection } from './SettingsSection.tsx';

const RemoveIntegrationDialog = lazyPart(() => import('../setup/RemoveIntegrationDialog.tsx'));

/** The end of an integration: says in short what goes and what stays, and asks before it does. */
export function RemovalSection() {
  const [isAsking, setIsAsking] = useState(false);
  const buttonRef = useRef<HTMLButtonElement>(null);
  return (
    <SettingsSection title={labels.title} error={null}>
      <p className="text-sm text-muted">{labels.lead}</p>
      <Button ref={buttonRef} variant="danger" onClick={() => setIsAsking(true)}>
        {labels.open}
      </Button>
      {isAsking && (
        <Suspense>
          <RemoveIntegrationDialog onClose={() => setIsAsking(false)} fallbackFocus={buttonRef} />
        </Suspense>
      )}
    </SettingsSection>
  );
}
