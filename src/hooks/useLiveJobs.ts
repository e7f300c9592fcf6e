import { createContext } from 'react';
import type { IntegrationJobs } from './useIntegrationJobs.ts';
import { useScope } from './useScope.ts';

export const LiveJobsContext = createContext<IntegrationJobs | null>(null);

/** The jobs of all tenants that the user may read, followed once for the whole page. */
export function useLiveJobs(): IntegrationJobs {
  return useScope(LiveJobsContext, 'Cannot read the jobs: the component is not below AppShell');
}
