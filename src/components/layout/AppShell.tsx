import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect, useMemo } from 'react';
import { Navigate, Outlet, useLocation, useNavigate, useSearchParams } from 'react-router';
import { useIntegrationJobs } from '../../hooks/useIntegrationJobs.ts';
import { LiveJobsContext } from '../../hooks/useLiveJobs.ts';
import { useQueueStatus } from '../../hooks/useQueueStatus.ts';
import { useSession } from '../../hooks/useSession.ts';
import { TenantContext, type TenantScope } from '../../hooks/useTenant.ts';
import {
  ACCOUNT_PATH,
  executionsPath,
  groupsPath,
  OPERATION_PATH,
  peoplePath,
  withChanges,
} from '../../lib/app/links.ts';
import { signInPath } from '../../lib/app/return-path.ts';
import { followServer } from '../../lib/app/server-time.ts';
import { askBeforeLinks, mayLeave } from '../../lib/app/unsaved.ts';
import { access, common } from '../../lib/labels/common.ts';
import { chooseTenant, rememberedTenant, rememberTenant } from '../../lib/tenants/choice.ts';
import { canRead, type Membership, membershipsOptions } from '../../lib/tenants/memberships.ts';
import { showTimesIn } from '../../lib/time/reader-time.ts';
import { lazyPart } from '../parts/part.tsx';
import { Failure } from '../ui/Failure.tsx';
import { MemberPage, NoTenantPage, UnknownTenantPage } from './AccessPages.tsx';
import { AccountNotice } from './AccountNotice.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Header } from './Header.tsx';
import { JobAnnouncer } from './JobAnnouncer.tsx';
import { LiveFailure } from './LiveFailure.tsx';
import { OfflineBanner } from './OfflineBanner.tsx';
import { TenantSwitch } from './TenantSwitch.tsx';
import { ZoneNote } from './ZoneNote.tsx';

/** After the page itself: nobody waits for it. */
const NotificationBell = lazyPart(() => import('../notifications/NotificationBell.tsx'));

/** Only in a maintenance. */
const MaintenanceBanner = lazyPart(() => import('./MaintenanceBanner.tsx'));

/** One and the same list: a new one would be another subscription. */
const NO_TENANTS: readonly string[] = [];

/** The frame of every page behind the sign-in: lets nobody else in, and remembers where they wanted to go. */
export function AppShell() {
  const session = useSession();
  const location = useLocation();
  if (session.status === 'loading') return null;
  if (session.status === 'signed-out') {
    // Who leaves leaves their page, too: the next person at this window begins with their own.
    return <Navigate to={signInPath(session.hasLeft ? '/' : location.pathname + location.search)} replace />;
  }
  return <SignedIn userId={session.userId} email={session.email} />;
}

function useTenantScope(memberships: readonly Membership[] | undefined, userId: string): TenantScope | null {
  const [params] = useSearchParams();
  const urlSlug = params.get('tenant');
  return useMemo(() => {
    if (memberships === undefined) return null;
    const tenant = chooseTenant(memberships, urlSlug, rememberedTenant());
    if (tenant === null) return null;
    showTimesIn(tenant.timeZone);
    const readableIds = memberships.filter(({ role }) => canRead(role)).map(({ id }) => id);
    return { tenant, tenants: memberships, readableIds, canChange: tenant.role === 'admin', userId };
  }, [memberships, urlSlug, userId]);
}

function SignedIn({ userId, email }: { userId: string; email: string }) {
  const query = useQuery(membershipsOptions(userId));
  const scope = useTenantScope(query.data, userId);
  const [params, setParams] = useSearchParams();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const jobs = useIntegrationJobs(scope?.readableIds ?? NO_TENANTS);
  const slug = scope?.tenant.slug;
  const { pausedAt, providers } = useQueueStatus();
  const isPaused = pausedAt !== null || providers.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the server said was said to another person
  useEffect(followServer, [userId]);

  // The choice belongs into the address, so that a copied link shows the same tenant to a colleague.
  useEffect(() => {
    if (slug === undefined) return;
    rememberTenant(slug);
    if (params.get('tenant') === slug) return;
    setParams((current) => withChanges(current, { tenant: slug }), { replace: true });
  }, [slug, params, setParams]);

  // Another tenant may lack what the rest of the address points to (filters, an open execution).
  const handleSelect = (next: string) => {
    if (mayLeave()) void navigate({ pathname, search: `?tenant=${next}` });
  };
  useEffect(askBeforeLinks, []);

  const page = () => {
    // One's own name and password are one's own, whatever the role and without any group; and an operator needs none.
    if (pathname === ACCOUNT_PATH || pathname === OPERATION_PATH) {
      return (
        <Suspense fallback={<p className="sr-only">{common.loadingPage}</p>}>
          <Outlet />
        </Suspense>
      );
    }
    if (query.data === undefined) {
      if (query.error !== null) return <TenantsFailed error={query.error} onRetry={() => void query.refetch()} />;
      return <p className="sr-only">{common.loadingPage}</p>;
    }
    if (query.data.length === 0) return <NoTenantPage email={email} />;
    if (scope === null) return <UnknownTenantPage tenants={query.data} onSelect={handleSelect} />;
    if (!canRead(scope.tenant.role)) return <MemberPage tenantName={scope.tenant.name} email={email} />;
    return (
      <Suspense key={scope.tenant.id} fallback={<p className="sr-only">{common.loadingPage}</p>}>
        <JobAnnouncer />
        <Outlet />
      </Suspense>
    );
  };

  return (
    <TenantContext value={scope}>
      <LiveJobsContext value={jobs}>
        <a
          href="#conteudo"
          className="sr-only z-50 rounded-lg bg-accent px-4 py-2 font-medium text-accent-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        >
          {common.skipToContent}
        </a>
        <Header
          email={email}
          home={slug === undefined ? '/integracoes' : `/integracoes?tenant=${slug}`}
          executions={scope !== null && canRead(scope.tenant.role) ? executionsPath(scope.tenant.slug) : null}
          groups={
            scope !== null && canRead(scope.tenant.role) && scope.readableIds.length > 1
              ? groupsPath(scope.tenant.slug)
              : null
          }
          people={scope !== null && canRead(scope.tenant.role) ? peoplePath(scope.tenant.slug) : null}
          tenantSwitch={scope !== null && <TenantSwitch onSelect={handleSelect} />}
          bell={
            scope !== null &&
            scope.readableIds.length > 0 && (
              <Suspense fallback={<span className="size-9" />}>
                <NotificationBell />
              </Suspense>
            )
          }
        />
        <OfflineBanner />
        {isPaused && (
          <Suspense>
            <MaintenanceBanner />
          </Suspense>
        )}
        <LiveFailure {...jobs} />
        <AccountNotice />
        <main id="conteudo" tabIndex={-1} className="mx-auto max-w-6xl px-4 py-6 outline-none sm:px-6 sm:py-8">
          {scope !== null && <ZoneNote timeZone={scope.tenant.timeZone} />}
          <ErrorBoundary resetKey={pathname}>{page()}</ErrorBoundary>
        </main>
      </LiveJobsContext>
    </TenantContext>
  );
}

function TenantsFailed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return <Failure title={access.tenantsFailed} error={error} onRetry={onRetry} />;
}
