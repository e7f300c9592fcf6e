import { Suspense } from 'react';
import { useAddressQuery } from '../../hooks/browser/useAddressQuery.ts';
import { useSkeleton } from '../../hooks/browser/useDelayed.ts';
import { IntegrationContext } from '../../hooks/useIntegration.ts';
import type { Integrations } from '../../hooks/useIntegrations.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { arrange, TOOLS_FROM } from '../../lib/integrations/arrange.ts';

import { LIST_FILTERS, type ListFilter, matchesListFilter, parseListFilter } from '../../lib/integrations/view.ts';
import { LIST_SEARCH } from '../../lib/labels/addresses.ts';
import { integrations as labels } from '../../lib/labels/integrations.ts';
import { lazyPart } from '../parts/part.tsx';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { ChoiceBar } from '../ui/form/ChoiceBar.tsx';
import { Notice } from '../ui/Notice.tsx';
import { CardSkeleton } from './CardSkeleton.tsx';
import { IntegrationCard } from './IntegrationCard.tsx';

/** A list of a few needs neither. */
const ListTools = lazyPart(() => import('./ListTools.tsx'));
const ListActions = lazyPart(() => import('../bulk/ListActions.tsx'));
const FirstIntegration = lazyPart(() => import('../setup/FirstIntegration.tsx'));
const RemovedIntegrations = lazyPart(() => import('../setup/RemovedIntegrations.tsx'));

const GRID = 'grid gap-4 md:grid-cols-2 xl:grid-cols-3';

/** The cards, with everything that can be there instead of them. */
export function IntegrationGrid({ integrations, removed, isPending, error, refetch }: Integrations) {
  const { params, change } = useAddressQuery();
  const { canChange } = useTenant();
  const showsSkeleton = useSkeleton(isPending);
  const filter = parseListFilter(params.get('filtro'));

  const handleFilter = (next: ListFilter) => change({ filtro: next === 'todas' ? null : next });

  if (isPending || showsSkeleton) return <Loading isVisible={showsSkeleton} />;
  if (error !== null) {
    return <Failure title={labels.failed} error={error} onRetry={refetch} />;
  }
  if (integrations.length === 0) {
    return (
      <>
        <Suspense>
          <FirstIntegration />
        </Suspense>
        {removed.length > 0 && (
          <Suspense>
            <RemovedIntegrations removed={removed} />
          </Suspense>
        )}
      </>
    );
  }
  const shown = arrange(integrations, params).filter((integration) => matchesListFilter(integration, filter));
  const choices = LIST_FILTERS.map((value) => ({
    value,
    label: labels.filters[value],
    count: integrations.filter((integration) => matchesListFilter(integration, value)).length,
  }));
  return (
    <div className="space-y-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <ChoiceBar label={labels.filter} choices={choices} value={filter} onChange={handleFilter} />
        {canChange && integrations.length > 1 && (
          <Suspense>
            <ListActions integrations={integrations} />
          </Suspense>
        )}
      </div>
      {integrations.length >= TOOLS_FROM && (
        <Suspense>
          <ListTools />
        </Suspense>
      )}
      {shown.length === 0 && (
        <Notice
          kind="info"
          title={labels.noMatch}
          actions={<Button onClick={() => change({ filtro: null, [LIST_SEARCH]: null })}>{labels.clearFilters}</Button>}
        />
      )}
      <ul className={GRID}>
        {shown.map((integration) => (
          <li key={integration.id}>
            <IntegrationContext value={integration}>
              <IntegrationCard />
            </IntegrationContext>
          </li>
        ))}
      </ul>
      {removed.length > 0 && (
        <Suspense>
          <RemovedIntegrations removed={removed} />
        </Suspense>
      )}
    </div>
  );
}

function Loading({ isVisible }: { isVisible: boolean }) {
  return (
    <div aria-busy="true">
      <p className="sr-only">{labels.loading}</p>
      {isVisible && (
        <div className="space-y-5">
          <div className="h-9" />
          <div className={GRID}>
            <CardSkeleton />
            <CardSkeleton />
            <CardSkeleton />
          </div>
        </div>
      )}
    </div>
  );
}
