import { KeyRound, type LucideIcon, SearchX, Users } from 'lucide-react';
import { type ReactNode, Suspense } from 'react';
import { useDocumentTitle } from '../../hooks/browser/useDocumentTitle.ts';
import { access } from '../../lib/labels/common.ts';
import type { Membership } from '../../lib/tenants/memberships.ts';
import { lazyPart } from '../parts/part.tsx';
import { Button } from '../ui/Button.tsx';

const TenantSearch = lazyPart(() => import('../tenants/TenantSearch.tsx'));

/** A page that is only one message. */
export function MessagePage({ icon: Icon, title, children }: { icon: LucideIcon; title: string; children: ReactNode }) {
  useDocumentTitle(title);
  return (
    <div className="mx-auto flex max-w-lg flex-col items-center px-4 py-16 text-center sm:py-24">
      <span className="mb-5 flex size-14 items-center justify-center rounded-2xl bg-accent-soft text-accent">
        <Icon aria-hidden className="size-7" />
      </span>
      <h1 className="text-xl font-semibold">{title}</h1>
      <div className="mt-3 space-y-3 text-muted">{children}</div>
    </div>
  );
}

/** For members, who may see nothing here: why, and whom to ask. */
export function MemberPage({ tenantName, email }: { tenantName: string; email: string }) {
  return (
    <MessagePage icon={KeyRound} title={access.memberTitle(tenantName)}>
      <p>{access.memberAdvice(tenantName)}</p>
      <p>{access.askWith(email)}</p>
    </MessagePage>
  );
}

/** For accounts without any tenant. */
export function NoTenantPage({ email }: { email: string }) {
  return (
    <MessagePage icon={Users} title={access.noTenantTitle}>
      <p>{access.noTenantAdvice}</p>
      <p>{access.askWith(email)}</p>
    </MessagePage>
  );
}

/** More than these are searched instead of looked through. */
const LISTED_TENANTS = 6;

interface UnknownTenantPageProps {
  tenants: readonly Membership[];
  onSelect: (slug: string) => void;
}

/** For an address with a tenant that does not exist or is not the user's: both read the same. */
export function UnknownTenantPage({ tenants, onSelect }: UnknownTenantPageProps) {
  return (
    <MessagePage icon={SearchX} title={access.unknownTenantTitle}>
      <p>{access.unknownTenantAdvice}</p>
      {tenants.length > LISTED_TENANTS ? (
        <Suspense>
          <TenantSearch tenants={tenants} currentId={null} onSelect={onSelect} />
        </Suspense>
      ) : (
        <ul className="flex flex-wrap justify-center gap-2 pt-2">
          {tenants.map(({ id, slug, name }) => (
            <li key={id}>
              <Button onClick={() => onSelect(slug)}>{name}</Button>
            </li>
          ))}
        </ul>
      )}
    </MessagePage>
  );
}
