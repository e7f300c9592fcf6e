import { ChevronRight } from 'lucide-react';
import { Suspense, useId } from 'react';
import { Link } from 'react-router';
import { useNow } from '../../hooks/browser/useNow.ts';
import { useIntegration } from '../../hooks/useIntegration.ts';
import { useJobActions } from '../../hooks/useJobActions.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { detailPath } from '../../lib/app/links.ts';
import { setupOf } from '../../lib/integrations/setup.ts';
import { badgeOf, hasActiveJob } from '../../lib/integrations/view.ts';
import { integrations as labels } from '../../lib/labels/integrations.ts';
import { JobButtons } from '../jobs/JobButtons.tsx';
import { lazyPart } from '../parts/part.tsx';
import { Badge } from '../ui/Badge.tsx';
import { Failure } from '../ui/Failure.tsx';
import { CardState } from './CardState.tsx';
import { CardWhen } from './CardWhen.tsx';
import { CategoryIcon } from './CategoryIcon.tsx';

/** The list stands without it, and it comes with a request of its own. */
const CardFreshness = lazyPart(() => import('./CardFreshness.tsx'));
/** Only on the first days of an integration. */
const SetupSteps = lazyPart(() => import('../setup/SetupSteps.tsx'));

/** One integration on the list: what it is, how it stands, what can be done. */
export function IntegrationCard() {
  const integration = useIntegration();
  const { provider } = integration;
  const { tenant, canChange } = useTenant();
  const titleId = useId();
  const now = useNow(hasActiveJob(integration) ? 'second' : 'halfMinute');
  const actions = useJobActions(integration);
  const badge = badgeOf(integration, now, actions.isSubmitting);
  const setup = setupOf(integration);
  const path = detailPath(tenant.slug, provider.slug);

  return (
    <article
      aria-labelledby={titleId}
      className="relative flex h-full flex-col rounded-2xl border border-line bg-surface shadow-card hover:border-control has-[h2_a:focus-visible]:outline-2 has-[h2_a:focus-visible]:outline-offset-2 has-[h2_a:focus-visible]:outline-accent"
    >
      <div className="flex flex-wrap items-start gap-x-2.5 gap-y-2 p-5 pb-3">
        <CategoryIcon category={provider.category} />
        <div className="flex-auto">
          <h2 id={titleId} className="text-[1.0625rem] leading-6 font-semibold">
            {/* Over the whole card; what else can be clicked lies above it. */}
            <Link
              to={path}
              className="inline-block min-h-6 rounded outline-none after:absolute after:inset-0 after:rounded-2xl"
            >
              {provider.name}
            </Link>
          </h2>
          <p className="text-sm text-muted">{provider.category}</p>
        </div>
        <Badge tone={badge.tone} icon={badge.icon} isSpinning={badge.isSpinning}>
          {badge.label}
        </Badge>
      </div>
      <div className="flex flex-1 flex-col gap-3 px-5 pb-4 [&_:is(a,button,summary)]:relative">
        <CardState now={now} isSubmitting={actions.isSubmitting} />
        {setup !== null && (
          <Suspense>
            <SetupSteps setup={setup} />
          </Suspense>
        )}
        {actions.error !== null && <Failure isAlert error={actions.error} />}
        <div className="mt-auto">
          <Suspense>
            <CardFreshness />
          </Suspense>
        </div>
      </div>
      <div className="border-t border-dashed border-line px-5 pt-1.5 pb-4">
        <div className="flex items-center justify-between gap-x-3">
          <CardWhen />
          <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
        </div>
        {canChange && (
          <div className="relative mt-1.5 flex flex-wrap gap-2">
            <JobButtons actions={actions} runLabel={labels.run} cancelLabel={labels.cancel} describedBy={titleId} />
          </div>
        )}
      </div>
    </article>
  );
}
