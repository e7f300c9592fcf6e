import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ExecutionBrowser } from '../components/executions/ExecutionBrowser.tsx';
import { FilterSelect } from '../components/executions/FilterField.tsx';
import { PanelOfAnyGroup } from '../components/executions/panel/PanelOfAnyGroup.tsx';
import { ConnectionIndicator } from '../components/layout/ConnectionIndicator.tsx';
import { useAddressQuery } from '../hooks/browser/useAddressQuery.ts';
import { useDocumentTitle } from '../hooks/browser/useDocumentTitle.ts';
import { useLiveJobs } from '../hooks/useLiveJobs.ts';
import { useTenant } from '../hooks/useTenant.ts';
import { providersOptions } from '../lib/integrations/catalogue.ts';
import { executionFilters as filters, filterWords, allExecutions as labels } from '../lib/labels/executions/search.ts';
import { canRead } from '../lib/tenants/memberships.ts';

/** `/execucoes`: the executions of all integrations of all groups that the user may read. */
export default function Execucoes() {
  const { tenants, readableIds } = useTenant();
  const { params, change } = useAddressQuery();
  const jobs = useLiveJobs();
  const { data: providers = [] } = useQuery(providersOptions());
  useDocumentTitle(labels.title);

  const readable = tenants.filter(({ role }) => canRead(role));
  const group = readable.find(({ slug }) => slug === params.get('grupo')) ?? null;
  const provider = providers.find(({ slug }) => slug === params.get('integracao')) ?? null;
  const slug = provider?.slug ?? params.get('integracao');
  const tenantIds = useMemo(() => (group === null ? readableIds : [group.id]), [group, readableIds]);
  const providerOf = (known: string) => providers.find((one) => one.slug === known)?.name ?? known;
  const groupOf = (id: string) => tenants.find((tenant) => tenant.id === id)?.name ?? id;
  const groupText = group?.name ?? filters.anyGroup;

  return (
    <>
      <div className="mb-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-2 print:hidden">
        <div>
          <h1 className="text-2xl font-semibold tracking-tight">{labels.title}</h1>
          <p className="mt-1 text-muted">{labels.lead}</p>
        </div>
        <ConnectionIndicator {...jobs} />
      </div>
      <ExecutionBrowser
        tenantIds={tenantIds}
        slug={slug}
        caption={labels.caption}
        title={`${labels.title} · ${groupText}`}
        names={{
          providerOf,
          groupOf,
          place: (job) => ({
            integration: providerOf(job.provider_slug),
            group: readable.length > 1 ? groupOf(job.tenant_id) : null,
          }),
        }}
        fileName={{
          group: group?.slug ?? (readable.length === 1 ? (readable[0]?.slug ?? '') : labels.fileName),
          integration: slug ?? '',
        }}
        extra={{
          isSet: group !== null || slug !== null,
          cleared: { grupo: null, integracao: null },
          text: [
            filterWords.one(filters.groups, groupText),
            slug && filterWords.one(filters.integration, providerOf(slug)),
          ]
            .filter(Boolean)
            .join(' · '),
          fields: (
            <>
              {readable.length > 1 && (
                <FilterSelect
                  label={filters.groups}
                  value={group?.slug ?? null}
                  any={filters.anyGroup}
                  options={readable.map((tenant) => [tenant.slug, tenant.name])}
                  onChange={(value) => change({ grupo: value })}
                />
              )}
              <FilterSelect
                label={filters.integration}
                value={slug}
                any={filters.anyIntegration}
                options={providers.map((one) => [one.slug, one.name])}
                onChange={(value) => change({ integracao: value })}
              />
            </>
          ),
        }}
        panel={(execution) => <PanelOfAnyGroup execution={execution} />}
      />
    </>
  );
}
