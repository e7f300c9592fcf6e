import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTenant } from '../../hooks/useTenant.ts';
import { announcer } from '../../lib/app/announcer.ts';
import { integrationsOptions } from '../../lib/integrations/catalogue.ts';
import { jobStoreOf } from '../../lib/live/job-store.ts';
import { transitionText } from '../../lib/live/transitions.ts';
import { serverNow } from '../../lib/time/server-clock.ts';

/** Tells screen readers what happens to the jobs of the chosen tenant: transitions, not percentages. */
export function JobAnnouncer() {
  const queryClient = useQueryClient();
  const { tenant } = useTenant();
  useEffect(
    () =>
      jobStoreOf(queryClient).onTransition((transition) => {
        const { after } = transition;
        if (after.tenant_id !== tenant.id) return;
        const integrations = queryClient.getQueryData(integrationsOptions(tenant.id).queryKey);
        const integration = integrations?.find((known) => known.provider_slug === after.provider_slug);
        const text = transitionText(integration?.provider.name ?? after.provider_slug, transition, serverNow());
        if (text !== null) announcer.announce(text);
      }),
    [queryClient, tenant.id],
  );
  return null;
}
