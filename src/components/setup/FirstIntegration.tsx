import { useQuery } from '@tanstack/react-query';
import { Plug, Plus } from 'lucide-react';
import { Link } from 'react-router';
import { useTenant } from '../../hooks/useTenant.ts';
import { newIntegrationPath } from '../../lib/app/links.ts';
import { integrations } from '../../lib/labels/integrations.ts';
import { emptyList as labels } from '../../lib/labels/setup.ts';
import { displayName, peopleOptions } from '../../lib/tenants/people.ts';
import { buttonClass } from '../ui/Button.tsx';
import { Panel } from '../ui/Panel.tsx';

/** The list of a group without integrations: what one is, and how to begin. */
export default function FirstIntegration() {
  const { tenant, canChange } = useTenant();
  return (
    <Panel className="flex flex-col items-center px-6 py-12 text-center">
      <span className="mb-4 flex size-14 items-center justify-center rounded-2xl bg-accent-soft text-accent">
        <Plug aria-hidden className="size-7" />
      </span>
      <h2 className="text-lg font-semibold">{labels.title}</h2>
      <p className="mt-2 max-w-lg text-muted">{labels.what}</p>
      {canChange ? (
        <>
          <p className="mt-1 max-w-lg text-muted">{labels.how}</p>
          <Link to={newIntegrationPath(tenant.slug)} className={`${buttonClass('primary')} mt-5`}>
            <Plus aria-hidden className="size-4" />
            {integrations.add}
          </Link>
        </>
      ) : (
        <WhomToAsk />
      )}
    </Panel>
  );
}

/** The admins by name, for who may only read. */
function WhomToAsk() {
  const { tenant } = useTenant();
  const { data: people = [] } = useQuery(peopleOptions(tenant.id));
  const admins = people.filter(({ role, hasCome }) => role === 'admin' && hasCome);
  if (admins.length === 0) return <p className="mt-1 text-muted">{labels.askAnyAdmin}</p>;
  return (
    <>
      <p className="mt-1 text-muted">{labels.askAdmin}</p>
      <ul className="mt-2 space-y-1">
        {admins.slice(0, 5).map((admin) => (
          <li key={admin.id} className="break-all">
            <bdi>{displayName(admin)}</bdi>
            {admin.name !== null && <span className="text-muted"> ({admin.email})</span>}
          </li>
        ))}
      </ul>
    </>
  );
}
