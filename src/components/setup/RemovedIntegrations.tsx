import { useId } from 'react';
import { Link } from 'react-router';
import type { IntegrationState } from '../../hooks/useIntegrations.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { detailPath } from '../../lib/app/links.ts';
import { removal as labels } from '../../lib/labels/setup.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';

/** Below the list: what was removed, with the way to its history. */
export default function RemovedIntegrations({ removed }: { removed: readonly IntegrationState[] }) {
  const titleId = useId();
  const { tenant } = useTenant();
  return (
    <section aria-labelledby={titleId} className="mt-6 border-t border-line pt-4 text-sm">
      <h2 id={titleId} className="font-semibold">
        {labels.listTitle}
      </h2>
      <p className="text-muted">{labels.listLead}</p>
      <ul className="mt-2 space-y-1">
        {removed.map(({ id, provider, removed_at: removedAt }) => (
          <li key={id}>
            <Link
              to={detailPath(tenant.slug, provider.slug, { tab: 'execucoes' })}
              className="inline-flex min-h-6 items-center font-medium text-accent underline underline-offset-2"
            >
              {provider.name}
            </Link>{' '}
            {removedAt !== null && (
              <span className="text-muted">
                {labels.on} <RelativeTime timestamp={removedAt} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
