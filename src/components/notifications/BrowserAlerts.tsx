import { useState } from 'react';
import { announcer } from '../../lib/app/announcer.ts';
import { preferences as labels } from '../../lib/labels/notifications.ts';
import { alertState, turnAlertsOff, turnAlertsOn } from '../../lib/notifications/browser-alerts.ts';
import { Switch } from '../ui/form/Switch.tsx';
import { Panel } from '../ui/Panel.tsx';

/** Alerts of the system, for this browser. */
export function BrowserAlerts() {
  const [state, setState] = useState(alertState);
  const [isBusy, setIsBusy] = useState(false);
  const handleChange = async (isOn: boolean) => {
    setIsBusy(true);
    const next = isOn ? await turnAlertsOn() : turnAlertsOff();
    setIsBusy(false);
    setState(next);
    announcer.announce(next === 'on' ? labels.browserOn : next === 'denied' ? labels.browserDenied : labels.browserOff);
  };
  return (
    <Panel aria-labelledby="browser-alerts" className="space-y-4 p-5">
      <h2 id="browser-alerts" className="font-semibold">
        {labels.browser}
      </h2>
      {state === 'missing' ? (
        <p className="text-sm text-muted">{labels.browserMissing}</p>
      ) : (
        <Switch
          label={labels.browserLabel}
          hint={labels.browserHint}
          isOn={state === 'on'}
          isBusy={isBusy}
          onChange={(isOn) => void handleChange(isOn)}
        />
      )}
      {state === 'denied' && <p className="text-sm font-medium text-danger">{labels.browserDenied}</p>}
    </Panel>
  );
}
