import type { Database, Json } from '../data/database.types.ts';
import { isJobStatus, type JobStatus } from './job-status.ts';

type JobRow = Database['public']['Tables']['integration_jobs']['Row'];

/** A row of integration_jobs as the browser uses it: a known status, without the payload. */
export type Job = Omit<JobRow, 'status' | 'payload'> & { status: JobStatus };

/** What to select; everything of Job and nothing else. */
export const JOB_COLUMNS =
  'id, tenant_id, provider_slug, status, progress, attempts, max_attempts, started_at, finished_at, execution_time_ms, error_message, error_code, result, created_by, created_at, run_after, updated_at, processed_count, total_count, step, canceled_by';

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/**
 * A job from a row of REST or of Realtime, or null when it is none (unknown status, an essential column missing):
 * the caller reports and skips it, one bad event must not break the page.
 */
export function toJob(row: unknown): Job | null {
  if (typeof row !== 'object' || row === null) return null;
  const value = row as Record<string, unknown>;
  const id = text(value.id);
  const tenantId = text(value.tenant_id);
  const slug = text(value.provider_slug);
  const createdAt = text(value.created_at);
  const updatedAt = text(value.updated_at);
  if (id === null || tenantId === null || slug === null || createdAt === null || updatedAt === null) return null;
  if (!isJobStatus(value.status)) return null;
  return {
    id,
    tenant_id: tenantId,
    provider_slug: slug,
    status: value.status,
    progress: count(value.progress) ?? 0,
    attempts: count(value.attempts) ?? 0,
    max_attempts: count(value.max_attempts) ?? 1,
    started_at: text(value.started_at),
    finished_at: text(value.finished_at),
    execution_time_ms: count(value.execution_time_ms),
    error_message: text(value.error_message),
    error_code: text(value.error_code),
    result: (value.result ?? null) as Json | null,
    created_by: text(value.created_by),
    created_at: createdAt,
    run_after: text(value.run_after) ?? createdAt,
    updated_at: updatedAt,
    processed_count: count(value.processed_count) ?? 0,
    total_count: count(value.total_count),
    step: text(value.step),
    canceled_by: text(value.canceled_by),
  };
}
