import { fromRest } from '../data/errors.ts';
import { supabase } from '../data/supabase.ts';

/** Lets a paused schedule go on; throws an AppError, `forbidden` for who is no admin. */
export async function resumeSchedule(tenantId: string, slug: string): Promise<void> {
  const { error, status } = await supabase.rpc('resume_integration_schedule', {
    p_tenant_id: tenantId,
    p_provider_slug: slug,
  });
  if (error !== null) throw fromRest(error, status);
}
