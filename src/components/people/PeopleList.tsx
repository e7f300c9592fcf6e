import { useQuery } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { useSkeleton } from '../../hooks/browser/useDelayed.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { people as labels } from '../../lib/labels/people.ts';
import { isLastAdmin, type Person, peopleOptions } from '../../lib/tenants/people.ts';
import { Failure } from '../ui/Failure.tsx';
import { Panel } from '../ui/Panel.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { PersonRow } from './PersonRow.tsx';
import { RemoveDialog } from './RemoveDialog.tsx';
import { RoleDialog } from './RoleDialog.tsx';

/** Everybody of the group by e-mail, and the dialogs about one of them. */
export function PeopleList() {
  const id = useId();
  const { tenant } = useTenant();
  const query = useQuery({ ...peopleOptions(tenant.id), refetchOnMount: 'always' });
  const showsSkeleton = useSkeleton(query.isPending);
  const headingRef = useRef<HTMLHeadingElement>(null);
  const [asked, setAsked] = useState<{ about: Person; action: 'role' | 'remove' } | null>(null);
  const dialog = { onClose: () => setAsked(null), fallbackFocus: headingRef };
  const people = query.data;
  return (
    <Panel aria-labelledby={id} aria-busy={query.isPending}>
      <h2 ref={headingRef} id={id} tabIndex={-1} className="px-5 pt-5 pb-1 font-semibold outline-none">
        {labels.list}
      </h2>
      {query.isPending && <Loading isVisible={showsSkeleton} />}
      {people === undefined && query.error !== null && (
        <div className="p-5">
          <Failure title={labels.failed} error={query.error} onRetry={() => void query.refetch()} />
        </div>
      )}
      {people !== undefined && (
        <ul aria-labelledby={id} className="divide-y divide-line">
          {people.map((person) => (
            <PersonRow
              key={person.id}
              person={person}
              isLastAdmin={isLastAdmin(person, people)}
              onChangeRole={() => setAsked({ about: person, action: 'role' })}
              onRemove={() => setAsked({ about: person, action: 'remove' })}
            />
          ))}
        </ul>
      )}
      {asked?.action === 'role' && <RoleDialog person={asked.about} {...dialog} />}
      {asked?.action === 'remove' && <RemoveDialog person={asked.about} {...dialog} />}
    </Panel>
  );
}

function Loading({ isVisible }: { isVisible: boolean }) {
  return (
    <div className="space-y-4 p-5">
      <p className="sr-only">{labels.loading}</p>
      {isVisible && [0, 1, 2].map((row) => <Skeleton key={row} className="h-10" />)}
    </div>
  );
}
