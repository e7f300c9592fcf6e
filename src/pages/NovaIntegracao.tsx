import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { NewIntegrationForm } from '../components/setup/NewIntegrationForm.tsx';
import { ProviderChoice } from '../components/setup/ProviderChoice.tsx';
import { buttonClass } from '../components/ui/Button.tsx';
import { Failure } from '../components/ui/Failure.tsx';
import { Notice } from '../components/ui/Notice.tsx';
import { Skeleton } from '../components/ui/Skeleton.tsx';
import { useAddressQuery } from '../hooks/browser/useAddressQuery.ts';
import { useDocumentTitle } from '../hooks/browser/useDocumentTitle.ts';
import { useIntegrations } from '../hooks/useIntegrations.ts';
import { useTenant } from '../hooks/useTenant.ts';
import { providersOptions } from '../lib/integrations/catalogue.ts';
import { PROVIDER } from '../lib/labels/addresses.ts';
import { common } from '../lib/labels/common.ts';
import { newIntegration as labels } from '../lib/labels/setup.ts';

/** `/integracoes/nova`: an admin chooses a provider, gives what it needs, and runs it. */
export default function NovaIntegracao() {
  const { tenant, canChange } = useTenant();
  useDocumentTitle(labels.title);
  return (
    <div className="mx-auto max-w-3xl space-y-5">
      <div>
        <h1 className="text-2xl font-semibold tracking-tight">{labels.title}</h1>
        {canChange && <p className="mt-1 text-muted">{labels.lead(tenant.name)}</p>}
      </div>
      {canChange ? (
        <Choice />
      ) : (
        <Notice kind="info" title={labels.readOnly}>
          {labels.readOnlyAdvice}
        </Notice>
      )}
    </div>
  );
}

function Choice() {
  const { tenant } = useTenant();
  const { params, change } = useAddressQuery();
  const catalogue = useQuery(providersOptions());
  const known = useIntegrations();
  const [isBusy, setIsBusy] = useState(false);
  // What is being set up here is in the list from its first step on, and still belongs to this page.
  const [begun, setBegun] = useState<string | null>(null);
  const error = catalogue.error ?? known.error;
  if (error !== null) {
    const retry = () => {
      void catalogue.refetch();
      known.refetch();
    };
    return <Failure title={labels.failed} error={error} onRetry={retry} />;
  }
  if (catalogue.data === undefined || known.isPending) {
    return (
      <div aria-busy="true" className="space-y-3">
        <p className="sr-only">{labels.loading}</p>
        <Skeleton className="h-28 rounded-xl" />
      </div>
    );
  }
  const added = new Set(known.integrations.map(({ provider_slug }) => provider_slug).filter((slug) => slug !== begun));
  const open = catalogue.data.filter(({ slug }) => !added.has(slug));
  const wanted = params.get(PROVIDER) ?? (open.length === 1 ? open[0]?.slug : undefined);
  const chosen = open.find(({ slug }) => slug === wanted);
  return (
    <>
      <ProviderChoice
        providers={catalogue.data}
        added={added}
        chosen={chosen?.slug ?? null}
        isOff={isBusy}
        onChoose={(slug) => change({ [PROVIDER]: slug })}
      />
      {open.length === 0 && (
        <Notice
          kind="info"
          title={labels.all}
          actions={
            <Link to={`/integracoes?tenant=${tenant.slug}`} className={buttonClass()}>
              {common.goToIntegrations}
            </Link>
          }
        />
      )}
      {chosen !== undefined && (
        <NewIntegrationForm
          key={chosen.slug}
          provider={chosen}
          onBusy={(next) => {
            setIsBusy(next);
            if (next) setBegun(chosen.slug);
          }}
        />
      )}
    </>
  );
}
