import { useInfiniteQuery } from '@tanstack/react-query';
import { InviteForm } from '../components/people/InviteForm.tsx';
import { PeopleList } from '../components/people/PeopleList.tsx';
import { EventList } from '../components/trail/EventList.tsx';
import { useDocumentTitle } from '../hooks/browser/useDocumentTitle.ts';
import { useTenant } from '../hooks/useTenant.ts';
import { people as labels, peopleHistory } from '../lib/labels/people.ts';
import { peopleEventsOptions } from '../lib/settings/audit-events.ts';
import { peopleEventText } from '../lib/tenants/people-events.ts';

/** `/pessoas`: who is in the chosen tenant. Admins invite, change and remove; auditors read. */
export default function Pessoas() {
  const { tenant, canChange } = useTenant();
  const events = useInfiniteQuery(peopleEventsOptions(tenant.id));
  useDocumentTitle(labels.title);
  return (
    <div className="mx-auto max-w-4xl space-y-5">
      <div>
        <h1 className="text-2xl font-semibold tracking-tight">{labels.title}</h1>
        <p className="mt-1 text-muted">
          {labels.lead(tenant.name)} {!canChange && labels.readOnly}
        </p>
      </div>
      <PeopleList />
      {canChange && <InviteForm />}
      <EventList query={events} labels={peopleHistory} tell={peopleEventText} />
    </div>
  );
}
