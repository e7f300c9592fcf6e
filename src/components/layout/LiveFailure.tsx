import { useQueryClient } from '@tanstack/react-query';
import { useOnline } from '../../hooks/browser/useOnline.ts';
import type { IntegrationJobs } from '../../hooks/useIntegrationJobs.ts';
import { keys } from '../../lib/data/keys.ts';
import { connection as labels } from '../../lib/labels/common.ts';
import { Failure } from '../ui/Failure.tsx';

/** Says that the runs under way could not be read: what the page shows of them is old. Without a network that is said already. */
export function LiveFailure({ error }: Pick<IntegrationJobs, 'error'>) {
  const queryClient = useQueryClient();
  const isOnline = useOnline();
  if (error === null || !isOnline) return null;
  return (
    <section aria-label={labels.failed} className="mx-auto max-w-6xl px-4 pt-4 sm:px-6">
      <Failure
        title={labels.failed}
        error={error}
        onRetry={() => void queryClient.invalidateQueries({ queryKey: keys.allActiveJobs })}
      />
    </section>
  );
}
