import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTenant } from '../../hooks/useTenant.ts';
import { announcer } from '../../lib/app/announcer.ts';
import { preferences as labels } from '../../lib/labels/notifications.ts';
import { NOTIFICATION_KINDS } from '../../lib/notifications/kinds.ts';
import {
  notificationSettingsOptions,
  type PreferenceChannel,
  type Preferences,
  savePreferences,
  withKind,
} from '../../lib/notifications/preferences.ts';
import { Failure } from '../ui/Failure.tsx';

const CHANNELS: readonly PreferenceChannel[] = ['in_app', 'email'];
const CHANNEL_NAMES: Record<PreferenceChannel, string> = { in_app: labels.inApp, email: labels.email };

/** Which events by which channel; each box takes effect at once. */
export function PreferenceTable({ saved }: { saved: Preferences }) {
  const { tenant, userId } = useTenant();
  const queryClient = useQueryClient();
  const { queryKey } = notificationSettingsOptions(userId, tenant.id, tenant.role);
  const saving = useMutation({
    // One after the other: the later click is the later wish.
    scope: { id: 'notification-preferences' },
    mutationFn: (next: Preferences) => savePreferences(tenant.id, next),
    onMutate: (next) => {
      queryClient.setQueryData(queryKey, (known) => (known === undefined ? known : { ...known, preferences: next }));
    },
    onSuccess: () => announcer.announce(labels.saved),
    onError: () => queryClient.invalidateQueries({ queryKey }),
  });
  return (
    <div className="space-y-4">
      <table className="w-full text-left text-sm">
        <caption className="sr-only">{labels.what}</caption>
        <thead className="text-muted">
          <tr>
            <th scope="col" className="py-2 pr-3 font-medium">
              {labels.event}
            </th>
            {CHANNELS.map((channel) => (
              <th key={channel} scope="col" className="px-2 py-2 text-center font-medium">
                {CHANNEL_NAMES[channel]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {NOTIFICATION_KINDS.map((kind) => (
            <tr key={kind}>
              <th scope="row" className="py-3 pr-3 font-medium">
                {labels.kinds[kind]}
                <span className="block font-normal text-muted">{labels.kindHints[kind]}</span>
              </th>
              {CHANNELS.map((channel) => (
                <td key={channel} className="px-2 text-center">
                  <label className="inline-flex size-11 items-center justify-center">
                    <input
                      type="checkbox"
                      aria-label={labels.byChannel(labels.kinds[kind], CHANNEL_NAMES[channel])}
                      checked={saved[channel].includes(kind)}
                      onChange={({ target }) => saving.mutate(withKind(saved, channel, kind, target.checked))}
                      className="size-5 accent-accent"
                    />
                  </label>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {saving.error !== null && <Failure isAlert title={labels.saveFailed} error={saving.error} />}
    </div>
  );
}
