import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useNow } from '../../hooks/browser/useNow.ts';
import { useIntegration } from '../../hooks/useIntegration.ts';
import type { JobActions } from '../../hooks/useJobActions.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { badgeOf, hasActiveJob } from '../../lib/integrations/view.ts';
import { integrations as labels } from '../../lib/labels/integrations.ts';
import { detail } from '../../lib/labels/settings.ts';
import { CardWhen } from '../integrations/CardWhen.tsx';
import { CategoryIcon } from '../integrations/CategoryIcon.tsx';
import { JobButtons } from '../jobs/JobButtons.tsx';
import { Badge } from '../ui/Badge.tsx';

interface DetailHeaderProps {
  actions: JobActions;
  /** How fresh the page is. */
  connection: ReactNode;
}

/** Where we are, how the integration stands, and what can be done. */
export function DetailHeader({ actions, connection }: DetailHeaderProps) {
  const integration = useIntegration();
  const { provider } = integration;
  const { tenant, canChange } = useTenant();
  const now = useNow(hasActiveJob(integration) ? 'second' : 'halfMinute');
  const badge = badgeOf(integration, now, actions.isSubmitting, 'label');
  return (
    <div>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <nav aria-label={detail.breadcrumb}>
          <ol className="flex items-center gap-1.5 text-sm text-muted">
            <li>
              <Link
                to={`/integracoes?tenant=${tenant.slug}`}
                className="inline-flex min-h-6 items-center rounded hover:text-accent hover:underline"
              >
                {labels.title}
              </Link>
            </li>
            <ChevronRight aria-hidden className="size-3.5" />
            <li aria-current="page" className="text-ink">
              {provider.name}
            </li>
          </ol>
        </nav>
        {connection}
      </div>
      <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-4">
        <span className="self-start">
          <CategoryIcon category={provider.category} />
        </span>
        <div className="min-w-0 flex-1 basis-64">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 id="integracao" className="text-2xl font-semibold tracking-tight">
              {provider.name}
            </h1>
            <Badge tone={badge.tone} icon={badge.icon} isSpinning={badge.isSpinning}>
              {badge.label}
            </Badge>
          </div>
          <CardWhen />
        </div>
        {canChange && integration.removed_at === null && (
          <div className="flex flex-wrap gap-2 max-sm:w-full max-sm:*:flex-auto">
            <JobButtons
              actions={actions}
              runLabel={labels.runNow}
              cancelLabel={labels.cancelRun}
              describedBy="integracao"
            />
          </div>
        )}
      </div>
    </div>
  );
}
