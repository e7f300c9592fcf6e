import { useMutation } from '@tanstack/react-query';
import { announcer } from '../../lib/app/announcer.ts';
import { remedies as labels } from '../../lib/labels/remedies.ts';
import { resumeSchedule } from '../../lib/settings/schedule-commands.ts';
import { useIntegration } from '../useIntegration.ts';
import { useRefreshIntegration } from './useRefreshIntegration.ts';

/** Ends the pause of a schedule; pending until the page shows when it runs next. */
export function useResumeSchedule() {
  const { tenant_id: tenantId, provider_slug: slug } = useIntegration();
  const refresh = useRefreshIntegration();
  return useMutation({
    mutationFn: () => resumeSchedule(tenantId, slug),
    onSuccess: () => announcer.announce(labels.resumed),
    onSettled: refresh,
  });
}
