import type { ChangeFilter } from '../executions/changes.ts';
import type { ExecutionFilters } from '../executions/filters.ts';

/** Every query key, from general to specific. */
export const keys = {
  memberships: (userId: string) => ['memberships', userId] as const,
  people: (tenantId: string) => ['people', tenantId] as const,
  integrations: (tenantId: string) => ['integrations', tenantId] as const,
  activeJobs: (tenantIds: readonly string[]) => ['jobs', 'active', tenantIds] as const,
  allActiveJobs: ['jobs', 'active'] as const,
  job: (jobId: string) => ['jobs', 'one', jobId] as const,
  executions: (tenantId: string, slug: string) => ['jobs', 'list', tenantId, slug] as const,
  executionPages: (tenantId: string, slug: string, filters: ExecutionFilters) =>
    ['jobs', 'list', tenantId, slug, filters] as const,
  recentLogs: (tenantId: string, slug: string) => ['logs', 'recent', tenantId, slug] as const,
  jobLogs: (jobId: string) => ['logs', 'job', jobId] as const,
  changes: (jobId: string) => ['changes', jobId] as const,
  changePages: (jobId: string, filter: ChangeFilter) => ['changes', jobId, filter] as const,
  removals: (jobId: string) => ['removals', jobId] as const,
  events: (tenantId: string, slug: string) => ['events', tenantId, slug] as const,
  overview: (tenantId: string, slug: string) => ['overview', tenantId, slug] as const,
};
