import { useQuery } from '@tanstack/react-query';
import { BrowserAlerts } from '../components/notifications/BrowserAlerts.tsx';
import { ChannelTest } from '../components/notifications/ChannelTest.tsx';
import { PreferenceTable } from '../components/notifications/PreferenceTable.tsx';
import { WebhookList } from '../components/notifications/WebhookList.tsx';
import { Failure } from '../components/ui/Failure.tsx';
import { Notice } from '../components/ui/Notice.tsx';
import { Panel } from '../components/ui/Panel.tsx';
import { useDocumentTitle } from '../hooks/browser/useDocumentTitle.ts';
import { useTenant } from '../hooks/useTenant.ts';
import { preferences as labels } from '../lib/labels/notifications.ts';
import { notificationSettingsOptions } from '../lib/notifications/preferences.ts';

/** `/notificacoes`: what somebody is told of the chosen group and how; for admins also the group's webhooks. */
export default function Notificacoes() {
  const { tenant, canChange, userId } = useTenant();
  const query = useQuery(notificationSettingsOptions(userId, tenant.id, tenant.role));
  useDocumentTitle(labels.title);
  const { data, error } = query;
  return (
    <div className="mx-auto max-w-3xl space-y-5">
      <div>
        <h1 className="text-2xl font-semibold tracking-tight">{labels.title}</h1>
        <p className="mt-1 text-muted">{labels.lead(tenant.name)}</p>
      </div>
      <Panel aria-labelledby="o-que-receber" aria-busy={query.isPending} className="space-y-4 p-5">
        <div>
          <h2 id="o-que-receber" className="font-semibold">
            {labels.what}
          </h2>
          <p className="text-sm text-muted">{labels.whatHint}</p>
        </div>
        {data === undefined && error === null && <p className="text-sm text-muted">{labels.loading}</p>}
        {data === undefined && error !== null && (
          <Failure title={labels.failed} error={error} onRetry={() => void query.refetch()} />
        )}
        {data !== undefined && (
          <>
            {!data.canMail && (
              <Notice kind="info" title={labels.noMail}>
                {labels.noMailAdvice}
              </Notice>
            )}
            <PreferenceTable saved={data.preferences} />
            <ChannelTest channel="app" />
            <ChannelTest channel="email" isOff={!data.canMail} />
          </>
        )}
      </Panel>
      <BrowserAlerts />
      {canChange && <WebhookList />}
    </div>
  );
}
