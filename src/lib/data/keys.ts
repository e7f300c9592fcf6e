import type { ChangeFilter } from '../executions/changes.ts';
import type { ExecutionFilters } from '../executions/filters.ts';

/** Every query key, from general to specific. */
export const keys = {
  memberships: (userId: string) => ['memberships', userId] as const,
  account: (userId: string) => ['account', userId] as const,
  people: (tenantId: string) => ['people', tenantId] as const,
  allPeople: ['people'] as const,
  peopleEvents: (tenantId: string) => ['people-events', tenantId] as const,
  providers: ['providers'] as const,
  integrations: (tenantId: string) => ['integrations', tenantId] as const,
  activeJobs: (tenantIds: readonly string[]) => ['jobs', 'active', tenantIds] as const,
  allActiveJobs: ['jobs', 'active'] as const,
  job: (jobId: string) => ['jobs', 'one', jobId] as const,
  allExecutions: ['jobs', 'list'] as const,
  executionPages: (tenantIds: readonly string[], slug: string | null, filters: ExecutionFilters) =>
    ['jobs', 'list', 'pages', tenantIds, slug, filters] as const,
  executionCount: (tenantIds: readonly string[], slug: string | null, filters: ExecutionFilters) =>
    ['jobs', 'list', 'count', tenantIds, slug, filters] as const,
  retention: ['retention'] as const,
  recentLogs: (tenantId: string, slug: string) => ['logs', 'recent', tenantId, slug] as const,
  runLog: (jobId: string) => ['run-log', jobId] as const,
  jobLogs: (jobId: string) => ['logs', 'job', jobId] as const,
  resumePoints: ['resume'] as const,
  resumePoint: (jobId: string) => ['resume', jobId] as const,
  changes: (jobId: string) => ['changes', jobId] as const,
  changePages: (jobId: string, filter: ChangeFilter) => ['changes', jobId, filter] as const,
  removals: (jobId: string) => ['removals', jobId] as const,
  events: (tenantId: string, slug: string) => ['events', tenantId, slug] as const,
  review: (tenantId: string) => ['review', tenantId] as const,
  reviewCount: (tenantId: string) => ['review', tenantId, 'count'] as const,
  reviewList: (tenantId: string, search: string, count: number) => ['review', tenantId, 'list', search, count] as const,
  allCandidates: (tenantId: string) => ['review-candidates', tenantId] as const,
  candidates: (tenantId: string, contactIds: readonly string[]) => ['review-candidates', tenantId, contactIds] as const,
  companySearch: (tenantId: string, search: string) => ['company-search', tenantId, search] as const,
  decisions: (tenantId: string) => ['review', tenantId, 'decisions'] as const,
  notifications: (userId: string) => ['notifications', userId] as const,
  notificationSettings: (userId: string, tenantId: string) => ['notification-settings', userId, tenantId] as const,
  webhooks: (tenantId: string) => ['webhooks', tenantId] as const,
  webhookCalls: (tenantId: string) => ['webhook-calls', tenantId] as const,
  delivery: (id: string) => ['delivery', id] as const,
  overview: (tenantId: string, slug: string) => ['overview', tenantId, slug] as const,
};
