import { useQuery } from '@tanstack/react-query';
import { useIntegration } from '../../hooks/useIntegration.ts';
import { cx } from '../../lib/app/class-names.ts';
import { freshnessOptions, type LastRun } from '../../lib/integrations/freshness.ts';
import { endedWell } from '../../lib/integrations/view.ts';
import { JOB_STATUSES } from '../../lib/jobs/job-status.ts';
import { PHASE_VIEWS } from '../../lib/jobs/job-view.ts';
import { freshness as labels } from '../../lib/labels/freshness.ts';
import { integrations } from '../../lib/labels/integrations.ts';
import { shortTime } from '../../lib/time/reader-time.ts';
import { TONES } from '../ui/Badge.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';

/** How the last runs went; and how old the data are, unless the last run ended well and the card says it of that one already. */
export default function CardFreshness() {
  const integration = useIntegration();
  const { tenant_id: tenantId, provider_slug: slug } = integration;
  const { data } = useQuery(freshnessOptions(tenantId));
  const known = data?.get(slug);
  if (known === undefined || known.runs.length === 0) return null;
  return (
    <div className="space-y-1.5 text-sm">
      {!endedWell(integration) && (
        <p className={known.lastSuccessAt === null ? 'text-danger' : 'font-medium'}>
          {known.lastSuccessAt === null ? (
            labels.never
          ) : (
            <>
              {integrations.updated} <RelativeTime timestamp={known.lastSuccessAt} />
            </>
          )}
        </p>
      )}
      <RunStrip runs={known.runs} />
    </div>
  );
}

/** One mark for each run. Form and colour tell them apart: what did not end well is taller. */
function RunStrip({ runs }: { runs: readonly LastRun[] }) {
  const counts = JOB_STATUSES.flatMap((status) => {
    const count = runs.filter((run) => run.status === status).length;
    return count === 0 ? [] : [`${PHASE_VIEWS[status].label} ${count}`];
  });
  return (
    <span role="img" aria-label={labels.strip(runs.length, counts)} className="flex h-4 items-end gap-[3px]">
      {runs.map(({ id, status, createdAt }) => (
        <span
          key={id}
          title={labels.run(shortTime(createdAt), PHASE_VIEWS[status].label)}
          className={cx(
            TONES[PHASE_VIEWS[status].tone],
            'w-1.5 rounded-[2px] bg-(--tone-bar) forced-color-adjust-none print:print-color-adjust-exact',
            status === 'success' ? 'h-2.5 opacity-80' : 'h-4',
          )}
        />
      ))}
    </span>
  );
}
