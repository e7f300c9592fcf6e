import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTenant } from '../../hooks/useTenant.ts';
import { webhooks as labels } from '../../lib/labels/notifications.ts';
import { webhookCallsOptions } from '../../lib/notifications/deliveries.ts';
import { MAX_WEBHOOKS, type Webhook, webhooksOptions } from '../../lib/notifications/webhooks.ts';
import { Failure } from '../ui/Failure.tsx';
import { Panel } from '../ui/Panel.tsx';
import { RemoveWebhook } from './RemoveWebhook.tsx';
import { WebhookForm } from './WebhookForm.tsx';
import { WebhookItem } from './WebhookItem.tsx';

/** Where the group is called, with the last answers, and a form for one more. For admins. */
export function WebhookList() {
  const { tenant } = useTenant();
  const query = useQuery(webhooksOptions(tenant.id));
  const calls = useQuery(webhookCallsOptions(tenant.id));
  const headingRef = useRef<HTMLHeadingElement>(null);
  const [removed, setRemoved] = useState<Webhook | null>(null);
  const { data, error } = query;
  return (
    <Panel aria-labelledby="webhooks" className="space-y-5 p-5">
      <div>
        <h2 ref={headingRef} id="webhooks" tabIndex={-1} className="font-semibold outline-none">
          {labels.title}
        </h2>
        <p className="text-sm text-muted">{labels.lead}</p>
      </div>
      {data === undefined && error === null && <p className="text-sm text-muted">{labels.loading}</p>}
      {data === undefined && error !== null && (
        <Failure title={labels.failed} error={error} onRetry={() => void query.refetch()} />
      )}
      {data?.length === 0 && <p className="text-sm">{labels.none}</p>}
      {data !== undefined && data.length > 0 && (
        <ul aria-labelledby="webhooks" className="divide-y divide-line border-y border-line">
          {data.map((webhook) => (
            <WebhookItem
              key={webhook.id}
              webhook={webhook}
              calls={calls.data?.filter(({ webhook_id: id }) => id === webhook.id) ?? []}
              onRemove={() => setRemoved(webhook)}
            />
          ))}
        </ul>
      )}
      {data !== undefined && data.length >= MAX_WEBHOOKS && <p className="text-sm text-muted">{labels.full}</p>}
      {data !== undefined && <WebhookForm isFull={data.length >= MAX_WEBHOOKS} />}
      {removed !== null && (
        <RemoveWebhook webhook={removed} onClose={() => setRemoved(null)} fallbackFocus={headingRef} />
      )}
    </Panel>
  );
}
