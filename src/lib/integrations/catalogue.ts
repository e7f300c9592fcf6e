import type { QueryData } from '@supabase/supabase-js';
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';
import { JOB_COLUMNS, type Job, parseJobs } from '../jobs/job.ts';
import { jobStoreOf } from '../live/job-store.ts';

const integrationsOf = (tenantId: string) =>
  supabase
    .from('tenant_integrations')
    .select(
      'id, tenant_id, provider_slug, is_enabled, base_url, config, schedule_kind, schedule_time, schedule_weekday, next_run_at, credentials_updated_at, tested_at, test_result, created_at, removed_at, last_run, last_status, last_error, last_error_code, failing_since, failures_in_row, pause_at_failures, schedule_paused_at, schedule_pause_code, provider:integration_providers(slug, name, description, category, default_base_url, config_schema)',
    )
    .eq('tenant_id', tenantId);

const catalogue = () =>
  supabase
    .from('integration_providers')
    .select('slug, name, description, category, default_base_url, base_url_example, credential_name, credential_help')
    .order('name');

/** A provider that a group can add, with what it needs. */
export type Provider = QueryData<ReturnType<typeof catalogue>>[number];

/** Every provider there is, by name. */
export function providersOptions() {
  return queryOptions({
    queryKey: keys.providers,
    queryFn: ({ signal }): Promise<Provider[]> => dataOf(catalogue().abortSignal(signal)),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** An integration of a tenant with its entry in the catalogue. */
export type Integration = QueryData<ReturnType<typeof integrationsOf>>[number];

/** The newest job of each integration of a tenant that has run. */
async function fetchNewestJobs(tenantId: string, signal: AbortSignal): Promise<Job[]> {
  const request = supabase.rpc('newest_integration_jobs', { p_tenant_id: tenantId }).select(JOB_COLUMNS);
  return parseJobs(await dataOf(request.abortSignal(signal)));
}

/** Two requests at once, however many integrations there are. */
async function fetchIntegrations(client: QueryClient, tenantId: string, signal: AbortSignal): Promise<Integration[]> {
  const [integrations, newest] = await Promise.all([
    dataOf(integrationsOf(tenantId).abortSignal(signal)),
    fetchNewestJobs(tenantId, signal),
  ]);
  jobStoreOf(client).accept(newest);
  return integrations.sort((a, b) => a.provider.name.localeCompare(b.provider.name, 'pt-BR'));
}

/** The integrations of a tenant by name; the newest job of each goes into the job store. */
export function integrationsOptions(tenantId: string) {
  return queryOptions({
    queryKey: keys.integrations(tenantId),
    queryFn: ({ client, signal }) => fetchIntegrations(client, tenantId, signal),
  });
}
