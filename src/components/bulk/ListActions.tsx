import { CircleStop, Play, RefreshCw } from 'lucide-react';
import { useRef } from 'react';
import { useBulk } from '../../hooks/useBulk.ts';
import type { IntegrationState } from '../../hooks/useIntegrations.ts';
import { hasActiveJob, matchesListFilter } from '../../lib/integrations/view.ts';
import { bulk as labels } from '../../lib/labels/bulk.ts';
import type { BulkItem } from '../../lib/live/bulk-commands.ts';
import { formatCount } from '../../lib/text/format.ts';
import { Button } from '../ui/Button.tsx';
import BulkDialog from './BulkDialog.tsx';

const itemOf = ({ id, tenant_id: tenantId, provider_slug: slug, provider }: IntegrationState): BulkItem => ({
  id,
  tenantId,
  slug,
  name: provider.name,
});

/** What an admin does to all integrations of the list at once. */
export default function ListActions({ integrations }: { integrations: readonly IntegrationState[] }) {
  const bulk = useBulk();
  const runRef = useRef<HTMLButtonElement>(null);
  const failed = integrations.filter((integration) => matchesListFilter(integration, 'falha'));
  const active = integrations.flatMap((integration) =>
    integration.job !== null && hasActiveJob(integration) ? [{ ...itemOf(integration), id: integration.job.id }] : [],
  );
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">{labels.label}</legend>
      <Button ref={runRef} icon={Play} onClick={() => bulk.run(integrations.map(itemOf))}>
        {labels.runAll}
      </Button>
      {failed.length > 0 && (
        <Button icon={RefreshCw} className="max-sm:whitespace-normal" onClick={() => bulk.run(failed.map(itemOf))}>
          {labels.runFailed(formatCount(failed.length))}
        </Button>
      )}
      {active.length > 0 && (
        <Button variant="danger" icon={CircleStop} onClick={() => bulk.askCancel(active)}>
          {labels.cancelAll(formatCount(active.length))}
        </Button>
      )}
      {bulk.state !== null && <BulkDialog bulk={bulk} state={bulk.state} fallbackFocus={runRef} />}
    </fieldset>
  );
}
