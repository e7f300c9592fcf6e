/**
 * Every error code that leaves a function, in one place. The SPA keeps the same lists in `src/lib/labels/errors.ts`; a test compares them.
 * Responses are `{error: {code, message}}`; jobs store `error_code` and a Portuguese `error_message`.
 */
export const HTTP_ERROR_CODES = [
  'invalid_request',
  'unauthorized',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'payload_too_large',
  'integration_disabled',
  'job_already_active',
  'too_many_requests',
  'internal_error',
] as const;
export type HttpErrorCode = (typeof HTTP_ERROR_CODES)[number];

export const JOB_ERROR_CODES = [
  'credentials_missing',
  'credentials_rejected',
  'permission_denied',
  'rate_limited',
  'provider_unavailable',
  'provider_timeout',
  'invalid_response',
  'provider_error',
  'repeated_page',
  'incomplete_read',
  'base_url_refused',
  'integration_disabled',
  'worker_lost',
  'job_stalled',
  'run_too_long',
  'too_many_records',
  'no_progress',
  'internal_error',
] as const;
export type JobErrorCode = (typeof JOB_ERROR_CODES)[number];

/**
 * How a failed attempt goes on: `permanent` ends the job, `temporary` is retried with back-off,
 * `rate_limit` waits out the provider's limit and gives the attempt back.
 */
export const FAILURE_KINDS = ['permanent', 'temporary', 'rate_limit'] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

const STATUS_OF: Record<HttpErrorCode, number> = {
  invalid_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  payload_too_large: 413,
  integration_disabled: 400,
  job_already_active: 409,
  too_many_requests: 429,
  internal_error: 500,
};

/** An answer other than success: `details` stand beside `error` in the body (409 carries `job_id` there). */
export class HttpError extends Error {
  readonly code: HttpErrorCode;
  readonly status: number;
  readonly details: Record<string, unknown>;

  constructor(code: HttpErrorCode, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.name = 'HttpError';
    this.code = code;
    this.status = STATUS_OF[code];
    this.details = details;
  }
}

/** Why an attempt ends without success. `message` is for people, in Portuguese: what failed, where, what to do. */
export class JobError extends Error {
  readonly kind: FailureKind;
  readonly code: JobErrorCode;
  /** Seconds that the provider asked us to wait; null when it named none. */
  readonly retryAfterSeconds: number | null;
  /** HTTP status of the provider's answer that it stands for; null when it stands for something else. */
  readonly status: number | null;

  constructor(
    kind: FailureKind,
    code: JobErrorCode,
    message: string,
    retryAfterSeconds: number | null = null,
    status: number | null = null,
  ) {
    super(message);
    this.name = 'JobError';
    this.kind = kind;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
    this.status = status;
  }
}

/** The lease is no longer ours (`lost`) or the job was cancelled: stop at once, write nothing. */
export class LeaseGoneError extends Error {
  readonly state: 'canceled' | 'lost';

  constructor(state: 'canceled' | 'lost') {
    super(`Cannot go on with the job: its lease is gone, state is "${state}"`);
    this.name = 'LeaseGoneError';
    this.state = state;
  }
}
