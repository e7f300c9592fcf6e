import type { JOB_ERROR_TEXTS } from '../labels/errors.ts';

/**
 * What ends the cause of a failure, and so is the first button beside it. `credential`: another credential; `address`, `options`: a field of
 * the Configuração tab; `activation`: the switch; `details`: what the provider said; `run`: nothing but another run.
 */
export type Remedy = 'credential' | 'address' | 'options' | 'activation' | 'details' | 'run';

interface RemedyOf {
  first: Remedy;
  /** Can another run help although nothing was changed here? */
  runHelps: boolean;
}

const RUN: RemedyOf = { first: 'run', runHelps: true };

/** Of each code that a job can carry; a new code does not compile without its remedy. */
const REMEDIES: Record<keyof typeof JOB_ERROR_TEXTS, RemedyOf> = {
  credentials_missing: { first: 'credential', runHelps: false },
  credentials_rejected: { first: 'credential', runHelps: false },
  // The provider's administrator may have granted it meanwhile.
  permission_denied: { first: 'credential', runHelps: true },
  base_url_refused: { first: 'address', runHelps: false },
  integration_disabled: { first: 'activation', runHelps: false },
  too_many_records: { first: 'options', runHelps: false },
  provider_error: { first: 'details', runHelps: true },
  rate_limited: RUN,
  provider_unavailable: RUN,
  provider_timeout: RUN,
  invalid_response: RUN,
  repeated_page: RUN,
  incomplete_read: RUN,
  worker_lost: RUN,
  job_stalled: RUN,
  run_too_long: RUN,
  no_progress: RUN,
  internal_error: RUN,
};

/** The remedy of an `error_code`. One that this version does not know is tried again: that can do no harm. */
export function remedyOf(code: string | null): RemedyOf {
  return code !== null && Object.hasOwn(REMEDIES, code) ? REMEDIES[code as keyof typeof REMEDIES] : RUN;
}
