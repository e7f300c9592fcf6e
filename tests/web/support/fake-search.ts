type Row = Record<string, unknown>;

/** The body of search_integration_jobs. */
export interface JobSearch {
  p_tenant_ids: string[];
  p_provider_slug?: string;
  p_status?: string;
  p_error_code?: string;
  p_started_by?: string;
  p_is_scheduled?: boolean;
  p_from?: string;
  p_until?: string;
  p_id?: string;
  p_after_created_at?: string;
  p_after_id?: string;
  p_limit?: number;
}

const isAfter = (row: Row, { p_after_created_at: at = '', p_after_id: id = '' }: JobSearch) =>
  String(row.created_at) < at || (row.created_at === at && String(row.id) < id);

/** What the function of the database finds, all of it. */
export function searchJobs(jobs: readonly Row[], search: JobSearch): Row[] {
  const { p_from: from, p_until: until, p_id: id } = search;
  return jobs
    .filter((row) => search.p_tenant_ids.includes(String(row.tenant_id)))
    .filter((row) => search.p_provider_slug === undefined || row.provider_slug === search.p_provider_slug)
    .filter((row) => search.p_status === undefined || row.status === search.p_status)
    .filter((row) => search.p_error_code === undefined || row.error_code === search.p_error_code)
    .filter((row) => search.p_started_by === undefined || row.created_by === search.p_started_by)
    .filter((row) => search.p_is_scheduled !== true || row.created_by === null)
    .filter((row) => from === undefined || String(row.created_at) >= from)
    .filter((row) => until === undefined || String(row.created_at) < until)
    .filter((row) => id === undefined || String(row.id).replaceAll('-', '').startsWith(id.replaceAll('-', '')))
    .filter((row) => search.p_after_id === undefined || isAfter(row, search))
    .sort((a, b) => (`${a.created_at} ${a.id}` < `${b.created_at} ${b.id}` ? 1 : -1));
}

/** What integration_job_attempts answers. */
export function attemptsOf(logs: readonly Row[], jobIds: readonly string[]): Record<string, Row[]> {
  const ofJobs: Record<string, Row[]> = {};
  for (const { job_id: jobId, attempt, status, error_code, created_at } of logs) {
    if (!jobIds.includes(String(jobId))) continue;
    const known = ofJobs[String(jobId)] ?? [];
    ofJobs[String(jobId)] = [...known, { attempt, status, error_code, ended_at: created_at }];
  }
  return ofJobs;
}

/** What integration_freshness answers. */
export function freshnessOf(tables: Record<string, Row[]>, tenantId: string): Row[] {
  return (tables.tenant_integrations ?? [])
    .filter((integration) => integration.tenant_id === tenantId)
    .map(({ provider_slug: slug }) => {
      const jobs = searchJobs(tables.integration_jobs ?? [], {
        p_tenant_ids: [tenantId],
        p_provider_slug: String(slug),
      });
      const last = jobs.find(({ status }) => status === 'success');
      return {
        provider_slug: slug,
        last_success: last === undefined ? null : { id: last.id, finished_at: last.finished_at },
        runs: jobs.slice(0, 14).reverse(),
      };
    });
}

/** What integration_timeline answers. */
export function timelineOf(tables: Record<string, Row[]>, tenantId: string, slug: string): Row[] {
  const isOurs = (row: Row) => row.tenant_id === tenantId && row.provider_slug === slug;
  const attempts = (tables.integration_logs ?? []).filter(isOurs).map((log) => {
    const job = tables.integration_jobs?.find(({ id }) => id === log.job_id);
    const entry = { ...log, started_by: job?.created_by ?? null, is_known: job !== undefined };
    return { at: log.created_at, key: `attempt ${log.id}`, kind: 'attempt', entry };
  });
  const changes = (tables.integration_events ?? [])
    .filter((event) => isOurs(event) && event.action !== 'job_started' && event.action !== 'job_canceled')
    .map((event) => ({ at: event.created_at, key: `change ${event.id}`, kind: 'change', entry: event }));
  return [...attempts, ...changes].sort((a, b) => (`${a.at} ${a.key}` < `${b.at} ${b.key}` ? 1 : -1));
}
