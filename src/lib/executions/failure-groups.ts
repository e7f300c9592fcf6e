import type { Job } from '../jobs/job.ts';

/** An execution, and the older ones right behind it that failed for the same reason. */
export interface ExecutionGroup {
  first: Job;
  same: Job[];
}

/** One failure and a second one are read; from the third on they say nothing new. */
const GROUP_FROM = 3;

function isSameFailure(a: Job, b: Job): boolean {
  return (
    a.status === 'error' &&
    b.status === 'error' &&
    a.error_code === b.error_code &&
    a.tenant_id === b.tenant_id &&
    a.provider_slug === b.provider_slug
  );
}

/** Folds neighbours that failed for the same reason, three or more of them, into one; everything else stays by itself. */
export function groupFailures(jobs: readonly Job[]): ExecutionGroup[] {
  const groups: ExecutionGroup[] = [];
  for (const job of jobs) {
    const last = groups.at(-1);
    if (last !== undefined && isSameFailure(last.first, job)) last.same.push(job);
    else groups.push({ first: job, same: [] });
  }
  return groups.flatMap((group) =>
    group.same.length + 1 >= GROUP_FROM
      ? [group]
      : [group.first, ...group.same].map((first): ExecutionGroup => ({ first, same: [] })),
  );
}
