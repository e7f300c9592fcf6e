import { CircleCheck, CircleDashed, CircleX, Clock, LoaderCircle, type LucideIcon, TimerOff } from 'lucide-react';
import { useId } from 'react';
import { useTenant } from '../../hooks/useTenant.ts';
import { detailPath } from '../../lib/app/links.ts';
import type { StatusTone } from '../../lib/jobs/job-view.ts';
import { remedyOf } from '../../lib/jobs/remedies.ts';
import { MEND_CREDENTIAL } from '../../lib/labels/addresses.ts';
import { groups as labels } from '../../lib/labels/groups.ts';
import { remedies } from '../../lib/labels/remedies.ts';
import type { GroupState, StateName } from '../../lib/tenants/states.ts';
import { NextRun } from '../jobs/NextRun.tsx';
import { credentialLabel } from '../remedy/credential-label.ts';
import { RemedyLink } from '../remedy/RemedyLink.tsx';
import { Badge } from '../ui/Badge.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { StateReason } from './StateReason.tsx';

const VIEWS: Record<StateName, { tone: StatusTone; icon: LucideIcon }> = {
  stuck: { tone: 'error', icon: TimerOff },
  failing: { tone: 'error', icon: CircleX },
  waiting: { tone: 'active', icon: Clock },
  running: { tone: 'active', icon: LoaderCircle },
  fine: { tone: 'success', icon: CircleCheck },
  unused: { tone: 'canceled', icon: CircleDashed },
};

const CELL = 'px-3 py-2 first:pl-5 last:pr-5';

/** One integration of one group: how it is, why and since when, and one way to what helps. */
export function GroupStateRow({ row, wide }: { row: GroupState; wide: string }) {
  const nameId = useId();
  const none = row.pausedAt === null ? labels.noNext : labels.pausedNext;
  const next = row.nextRunAt === null ? none : <NextRun timestamp={row.nextRunAt} />;
  const success = row.lastSuccessAt === null ? labels.noSuccess : <RelativeTime timestamp={row.lastSuccessAt} />;
  return (
    <tr className="border-b border-line align-top last:border-0 hover:bg-inset max-md:flex max-md:flex-col max-md:py-2">
      <th scope="row" id={nameId} className={`${CELL} text-left font-normal max-md:px-4 max-md:first:pl-4`}>
        <bdi className="block font-medium break-words">{row.tenantName}</bdi>{' '}
        <span className="text-muted">{row.providerName}</span>
      </th>
      <td className={`${CELL} max-md:px-4 max-md:py-0`}>
        <Badge {...VIEWS[row.state]} isSpinning={row.state === 'running'}>
          {labels.states[row.state]}
        </Badge>
        <StateReason row={row} />
        <p className="mt-1 text-muted md:hidden">
          {labels.next}: {next}
        </p>
        <p className="text-muted md:hidden">
          {labels.lastSuccess}: {success}
        </p>
      </td>
      <td className={`${CELL} ${wide} text-muted`}>{next}</td>
      <td className={`${CELL} ${wide} text-muted`}>{success}</td>
      <td className={`${CELL} text-right max-md:px-4 max-md:text-left`}>
        <Way row={row} nameId={nameId} />
      </td>
    </tr>
  );
}

/** Straight to the field that mends it, where there is one and the reader may; else to the integration, which has the rest. */
function Way({ row, nameId }: { row: GroupState; nameId: string }) {
  const { tenants } = useTenant();
  const { tenantSlug, providerSlug, code } = row;
  const isAdmin = tenants.some(({ id, role }) => id === row.tenantId && role === 'admin');
  // While a run is under way nobody knows yet whether it fails again, and its page has no field for it.
  const remedy = isAdmin && row.state === 'failing' && row.jobStatus === null ? remedyOf(code).first : null;
  if (remedy === 'credential') {
    return (
      <RemedyLink
        variant="primary"
        describedBy={nameId}
        to={detailPath(tenantSlug, providerSlug, { mend: MEND_CREDENTIAL })}
      >
        {credentialLabel(code)}
      </RemedyLink>
    );
  }
  if (remedy === 'address') {
    return (
      <RemedyLink
        variant="primary"
        describedBy={nameId}
        to={detailPath(tenantSlug, providerSlug, { tab: 'configuracao', field: 'address' })}
      >
        {remedies.first.address}
      </RemedyLink>
    );
  }
  return (
    <RemedyLink variant="secondary" describedBy={nameId} to={detailPath(tenantSlug, providerSlug)}>
      {labels.open}
    </RemedyLink>
  );
}
