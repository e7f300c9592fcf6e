import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Integration, integrationsOptions } from '../lib/integrations/catalogue.ts';
import type { Job } from '../lib/jobs/job.ts';
import type { SubmitOptions } from '../lib/live/job-commands.ts';
import { latestJobOf } from '../lib/live/job-store.ts';
import { useLiveJobs } from './useLiveJobs.ts';
import { useTenant } from './useTenant.ts';

/** An integration with its newest job, active or not; null = never run. */
export type IntegrationState = Integration & { job: Job | null };

export interface Integrations {
  integrations: IntegrationState[];
  /** What was removed: its history stays to be read. */
  removed: IntegrationState[];
  isPending: boolean;
  error: Error | null;
  refetch: () => void;
  /** Enqueues a run of one integration of the chosen tenant; returns the job's id, throws an AppError. */
  runIntegration: (slug: string, options?: SubmitOptions) => Promise<string>;
}

/** The integrations of the chosen tenant, each with the live state of its newest job. */
export function useIntegrations(): Integrations {
  const { tenant } = useTenant();
  const { knownJobs, submitJob } = useLiveJobs();
  const query = useQuery(integrationsOptions(tenant.id));
  const all = useMemo(
    () =>
      (query.data ?? []).map((integration) => ({
        ...integration,
        job: latestJobOf(knownJobs, integration.tenant_id, integration.provider_slug),
      })),
    [query.data, knownJobs],
  );
  return {
    integrations: useMemo(() => all.filter(({ removed_at }) => removed_at === null), [all]),
    removed: useMemo(() => all.filter(({ removed_at }) => removed_at !== null), [all]),
    isPending: query.isPending,
    // With data on the page a failed refetch is no reason to take it away.
    error: query.data === undefined ? query.error : null,
    refetch: () => void query.refetch(),
    runIntegration: (slug, options) => submitJob(tenant.id, slug, options),
  };
}
