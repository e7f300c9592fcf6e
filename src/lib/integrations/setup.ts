import type { Job } from '../jobs/job.ts';
import { isActive } from '../jobs/job-status.ts';
import { compareTimestamps } from '../time/timestamps.ts';

/** What a new integration needs, in the order in which it is done. */
export const SETUP_STEPS = ['credential', 'test', 'activation', 'run'] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

export interface Setup {
  done: ReadonlySet<SetupStep>;
  /** The first that is not done. */
  next: SetupStep;
  /** Why the last test of what is stored failed; null = it did not. */
  testFailure: string | null;
}

/** What an integration needs to have for its steps. */
export interface SetupSummary {
  is_enabled: boolean;
  base_url: string | null;
  credentials_updated_at: string | null;
  test_result: string | null;
  created_at: string;
  removed_at: string | null;
  last_run: string | null;
  provider: { default_base_url: string | null };
  job: Job | null;
}

/** Was it run since it was added? After a removal the runs of before do not count. */
function hasRun({ job, last_run: lastRun, created_at: added }: SetupSummary): boolean {
  return [job?.created_at, lastRun].some((time) => typeof time === 'string' && compareTimestamps(time, added) >= 0);
}

/**
 * The steps until an integration works; null when none is left, or when something else is to be seen: a run under way. A run proves more
 * than a test. Once it has run, being switched off is somebody's decision, and only a credential that is gone is a step again.
 */
export function setupOf(integration: SetupSummary): Setup | null {
  const { job } = integration;
  if (integration.removed_at !== null || (job !== null && isActive(job.status))) return null;
  const ran = hasRun(integration);
  const hasAddress = (integration.base_url ?? integration.provider.default_base_url) !== null;
  const isDone: Record<SetupStep, boolean> = {
    credential: integration.credentials_updated_at !== null && hasAddress,
    test: ran || integration.test_result === 'ok',
    activation: ran || integration.is_enabled,
    run: ran,
  };
  const next = SETUP_STEPS.find((step) => !isDone[step]);
  if (next === undefined) return null;
  const failed = integration.test_result !== null && integration.test_result !== 'ok';
  return {
    done: new Set(SETUP_STEPS.filter((step) => isDone[step])),
    next,
    testFailure: failed ? integration.test_result : null,
  };
}
