import { fromRest } from '../data/errors.ts';
import { supabase } from '../data/supabase.ts';

/** Pauses, or lets go on, one provider, or everything (null). Errors: AppError forbidden, not_found. */
export async function setPause(isPaused: boolean, provider: string | null): Promise<void> {
  const { error, status } = await supabase.rpc('pause_integration_queue', {
    p_is_paused: isPaused,
    ...(provider === null ? {} : { p_provider_slug: provider }),
  });
  if (error !== null) throw fromRest(error, status);
}

/** Changes a setting of the queue. Errors: AppError forbidden, not_found, invalid_request out of its bounds. */
export async function changeSetting(name: string, value: number): Promise<void> {
  const { error, status } = await supabase.rpc('change_queue_setting', { p_name: name, p_value: value });
  if (error !== null) throw fromRest(error, status);
}

/** Gives a running job back to the queue. Errors: AppError forbidden, job_already_finished. */
export async function releaseJob(jobId: string): Promise<void> {
  const { error, status } = await supabase.rpc('release_integration_job', { p_job_id: jobId });
  if (error !== null) throw fromRest(error, status);
}
