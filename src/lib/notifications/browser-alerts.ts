/** Kept per browser: the permission is the browser's, too. */
const STORED = 'browser-alerts';

export type AlertState = 'on' | 'off' | 'denied' | 'missing';

/** Whether this browser shows alerts of the system for notifications. */
export function alertState(): AlertState {
  if (!('Notification' in window)) return 'missing';
  if (Notification.permission === 'denied') return 'denied';
  return Notification.permission === 'granted' && localStorage.getItem(STORED) === 'on' ? 'on' : 'off';
}

/** Asks the browser if need be; returns what came of it. */
export async function turnAlertsOn(): Promise<AlertState> {
  if (alertState() === 'missing') return 'missing';
  if ((await Notification.requestPermission()) !== 'granted') return alertState();
  localStorage.setItem(STORED, 'on');
  return alertState();
}

export function turnAlertsOff(): AlertState {
  localStorage.removeItem(STORED);
  return alertState();
}

/** Shows an alert of the system. The same id replaces the one before: several open tabs show one. */
export function showAlert(id: string, title: string, body: string, onClick: () => void): void {
  const alert = new Notification(title, { body, tag: id, lang: 'pt-BR' });
  alert.onclick = () => {
    window.focus();
    alert.close();
    onClick();
  };
}
