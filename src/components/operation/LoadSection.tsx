import { jobErrorText } from '../../lib/labels/errors.ts';
import { operation as labels } from '../../lib/labels/operation.ts';
import type { Operation } from '../../lib/operation/operation.ts';
import { formatCount } from '../../lib/text/format.ts';
import { elapsedSeconds, shortTime } from '../../lib/time/reader-time.ts';
import { serverNow } from '../../lib/time/server-clock.ts';
import { Disclosure } from '../ui/Disclosure.tsx';
import { Panel } from '../ui/Panel.tsx';
import { NumberTable } from './NumberTable.tsx';

const COUNTED = 1000;
const NOTHING = '–';

function Providers({ data }: { data: Operation }) {
  const rows = data.providers.map(({ slug, name, slots }) => {
    const load = data.health.providers[slug];
    const day = data.day.providers.find((provider) => provider.slug === slug);
    const oldest = load?.oldest_due_seconds ?? null;
    const cells = [
      name,
      labels.of(load?.running ?? 0, slots),
      labels.atLeast(load?.due ?? 0, COUNTED),
      oldest === null ? NOTHING : labels.ago(oldest),
      formatCount(day?.ended ?? 0),
      formatCount(day?.failed ?? 0),
      day === undefined || day.code === null ? NOTHING : jobErrorText(day.code).title,
    ] as const;
    return { key: slug, cells };
  });
  const { provider, places, due, waited, ended, failures, cause } = labels;
  return (
    <NumberTable
      caption={labels.providersTitle}
      columns={[provider, places, due, waited, ended, failures, cause]}
      rows={rows}
    />
  );
}

function Tenants({ data }: { data: Operation }) {
  if (data.tenants.length === 0) return <p className="mt-2 text-sm">{labels.noTenants}</p>;
  const rows = data.tenants.map(({ name, running, due, oldest_due_at }, index) => ({
    key: `${index} ${name}`,
    cells: [
      name,
      labels.of(running, data.tenant_slots),
      formatCount(due),
      oldest_due_at === null ? NOTHING : labels.ago(elapsedSeconds(oldest_due_at, serverNow())),
    ] as const,
  }));
  return (
    <NumberTable
      caption={labels.tenantsTitle}
      columns={[labels.tenant, labels.places, labels.due, labels.waited]}
      rows={rows}
    />
  );
}

function Day({ data }: { data: Operation }) {
  const { hours, providers } = data.day;
  const sum = (key: 'ended' | 'failed') => providers.reduce((total, provider) => total + provider[key], 0);
  const rows = hours
    .filter(({ ended }) => ended > 0)
    .map(({ at, ended, failed }) => ({
      key: at,
      cells: [shortTime(at), formatCount(ended), formatCount(failed)] as const,
    }))
    .reverse();
  return (
    <>
      <p className="numbers mt-1 text-sm">{labels.day(sum('ended'), sum('failed'))}</p>
      {rows.length > 0 && (
        <Disclosure summary={labels.hours} className="mt-2">
          <NumberTable
            caption={labels.dayTitle}
            columns={[labels.hour, labels.endedColumn, labels.failedColumn]}
            rows={rows}
          />
        </Disclosure>
      )}
    </>
  );
}

/** Who holds the places, who waits, and what the day brought. */
export function LoadSection({ data }: { data: Operation }) {
  return (
    <>
      <Panel aria-labelledby="lugares-de-provedores" className="p-5">
        <h2 id="lugares-de-provedores" className="font-semibold">
          {labels.providersTitle}
        </h2>
        <Providers data={data} />
      </Panel>
      <Panel aria-labelledby="lugares-de-grupos" className="p-5">
        <h2 id="lugares-de-grupos" className="font-semibold">
          {labels.tenantsTitle}
        </h2>
        <p className="mt-1 text-sm text-muted">{labels.tenantsLead}</p>
        <Tenants data={data} />
      </Panel>
      <Panel aria-labelledby="ultimas-horas" className="p-5">
        <h2 id="ultimas-horas" className="font-semibold">
          {labels.dayTitle}
        </h2>
        <Day data={data} />
      </Panel>
    </>
  );
}
