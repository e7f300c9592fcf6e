import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useTenant } from '../../hooks/useTenant.ts';
import { announcer } from '../../lib/app/announcer.ts';
import { keys } from '../../lib/data/keys.ts';
import { preferences as labels } from '../../lib/labels/notifications.ts';
import { deliveryOptions } from '../../lib/notifications/deliveries.ts';
import type { TestKind } from '../../lib/notifications/kinds.ts';
import { sendTest } from '../../lib/notifications/preferences.ts';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { DeliveryState } from './DeliveryState.tsx';

interface ChannelTestProps {
  channel: TestKind;
  /** Nothing can arrive. */
  isOff?: boolean;
}

/** Sends the reader a test by a channel, through its real way, and says what became of it. */
export function ChannelTest({ channel, isOff = false }: ChannelTestProps) {
  const { tenant, userId } = useTenant();
  const queryClient = useQueryClient();
  const test = useMutation({
    mutationFn: () => sendTest(tenant.id, channel),
    onSuccess: () => {
      if (channel !== 'app') return;
      announcer.announce(labels.testedApp);
      void queryClient.invalidateQueries({ queryKey: keys.notifications(userId) });
    },
  });
  const isByMail = channel === 'email' && test.data !== undefined;
  const delivery = useQuery(deliveryOptions(isByMail ? test.data : null));
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button icon={Send} isBusy={test.isPending} isOff={isOff} onClick={() => test.mutate()}>
          {test.isPending ? labels.testBusy : labels.tests[channel]}
        </Button>
        <p role="status" className="text-sm text-muted">
          {channel === 'app' && test.isSuccess && labels.testedApp}
          {isByMail && <DeliveryState delivery={delivery.data ?? null} />}
        </p>
      </div>
      {test.error !== null && <Failure isAlert title={labels.testFailed} error={test.error} />}
    </div>
  );
}
