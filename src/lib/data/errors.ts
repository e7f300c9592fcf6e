import { FunctionsFetchError, FunctionsHttpError, FunctionsRelayError } from '@supabase/functions-js';
import {
  APP_ERROR_TEXTS,
  type AppErrorCode,
  type ErrorText,
  type HttpErrorCode,
  isHttpErrorCode,
} from '../labels/errors.ts';
import { isRecord } from './json.ts';

/** The one error that the data layer throws: classified once, here; pages read `code`, never `message`. */
export class AppError extends Error {
  override name = 'AppError';
  readonly code: AppErrorCode;
  /** The job that stands in the way, with job_already_active. */
  readonly jobId: string | null;

  constructor(code: AppErrorCode, message: string, options: { cause?: unknown; jobId?: string | null } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.jobId = options.jobId ?? null;
  }
}

/** What failed and what to do, in the reader's words. */
export function errorText(error: unknown): ErrorText {
  return APP_ERROR_TEXTS[error instanceof AppError ? error.code : 'internal_error'];
}

const BY_STATUS: Record<number, HttpErrorCode> = {
  400: 'invalid_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'job_already_active',
  413: 'payload_too_large',
  429: 'too_many_requests',
};

/** SQLSTATEs and PostgREST codes that mean something to a reader. IQ… are the queue's own. */
const BY_SQLSTATE: Record<string, AppErrorCode> = {
  '42501': 'forbidden',
  '23505': 'job_already_active',
  '23514': 'invalid_request',
  PGRST116: 'not_found',
  PGRST301: 'unauthorized',
  PGRST303: 'unauthorized',
  IQ001: 'job_already_finished',
  IQ002: 'integration_disabled',
  IQ003: 'credential_store_missing',
  IQ004: 'too_many_requests',
  IQ005: 'base_url_refused',
  IQ007: 'last_admin',
  IQ008: 'integration_exists',
  P0002: 'not_found',
};

/** Classifies the error of a REST answer. `status` 0 means that the request never got an answer. */
export function fromRest(error: { code?: string; message: string }, status: number): AppError {
  const options = { cause: error };
  if (status === 0) return new AppError('offline', error.message, options);
  const code = BY_SQLSTATE[error.code ?? ''] ?? (status === 409 ? undefined : BY_STATUS[status]) ?? 'internal_error';
  return new AppError(code, error.message, options);
}

/** Classifies the error of an Edge Function; reads the answer's `{error: {code, message}, job_id}` when there is one. */
export async function fromFunction(error: unknown): Promise<AppError> {
  if (error instanceof FunctionsFetchError || error instanceof FunctionsRelayError) {
    return new AppError('offline', error.message, { cause: error });
  }
  if (!(error instanceof FunctionsHttpError)) {
    return new AppError('internal_error', 'Cannot call the function', { cause: error });
  }
  const response: Response = error.context;
  const body: unknown = await response.json().catch(() => null);
  const { code, message, jobId } = errorBody(body);
  const known = isHttpErrorCode(code) ? code : (BY_STATUS[response.status] ?? 'internal_error');
  return new AppError(known, message ?? `Cannot call the function: status ${response.status}`, { cause: error, jobId });
}

function errorBody(body: unknown): { code: unknown; message: string | null; jobId: string | null } {
  const root = isRecord(body) ? body : {};
  const inner = isRecord(root.error) ? root.error : {};
  return {
    code: inner.code,
    message: typeof inner.message === 'string' ? inner.message : null,
    jobId: typeof root.job_id === 'string' ? root.job_id : null,
  };
}

/** Worth asking again by itself: the network or the server failed, not the request. */
export function isTransient(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'offline' || error.code === 'internal_error');
}
