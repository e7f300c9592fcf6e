import type { QueryClient } from '@tanstack/react-query';
import { AppError, fromFunction } from '../data/errors.ts';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';
import { JOB_COLUMNS, parseJobs } from '../jobs/job.ts';
import { ACTIVE_STATUSES } from '../jobs/job-status.ts';
import { jobStoreOf } from './job-store.ts';

/** run-integration only enqueues: an answer that takes longer is none. */
const SUBMIT_TIMEOUT_MS = 20_000;

export interface SubmitOptions {
  /** Reads everything anew, although a run that failed left a place to go on from. */
  fromStart?: boolean;
}

/**
 * Enqueues a run by run-integration and returns the id of the job, once the job is in the store. Throws an AppError;
 * `job_already_active` names the active job and brings it into the store as well.
 */
export async function submitJob(
  queryClient: QueryClient,
  tenantId: string,
  slug: string,
  { fromStart = false }: SubmitOptions = {},
): Promise<string> {
  const { data, error } = await supabase.functions.invoke<{ job_id?: unknown }>('run-integration', {
    body: { tenant_id: tenantId, provider_slug: slug, ...(fromStart ? { payload: { from_start: true } } : {}) },
    timeout: SUBMIT_TIMEOUT_MS,
  });
  const failure = error === null ? null : await fromFunction(error);
  if (failure === null || failure.code === 'job_already_active') {
    await queryClient.invalidateQueries({ queryKey: keys.allActiveJobs });
    void queryClient.invalidateQueries({ queryKey: keys.allExecutions });
    void queryClient.invalidateQueries({ queryKey: keys.resumePoints });
  }
  if (failure !== null) throw failure;
  if (typeof data?.job_id !== 'string') {
    throw new AppError('internal_error', 'Cannot submit the job: the answer has no job_id');
  }
  return data.job_id;
}

/**
 * Cancels an active job; the answer's row goes into the store. Throws an AppError, `job_already_finished` when the job
 * ended before the request arrived.
 */
export async function cancelJob(queryClient: QueryClient, jobId: string): Promise<void> {
  const request = supabase
    .from('integration_jobs')
    .update({ status: 'canceled' })
    .eq('id', jobId)
    .in('status', ACTIVE_STATUSES)
    .select(JOB_COLUMNS);
  const rows = parseJobs(await dataOf(request));
  if (rows.length > 0) return jobStoreOf(queryClient).accept(rows);
  await queryClient.invalidateQueries({ queryKey: keys.allActiveJobs });
  throw new AppError('job_already_finished', 'Cannot cancel the job: it is not active any more');
}
