import { useQuery } from '@tanstack/react-query';
import type { Job } from '../lib/jobs/job.ts';
import { type ResumePoint, resumePointOptions } from '../lib/live/resume.ts';

/** Where the next run goes on after this one; null when it did not fail, or would be begun from the start. */
export function useResumePoint(job: Job | null): ResumePoint | null {
  const hasFailed = job?.status === 'error';
  const { data } = useQuery({ ...resumePointOptions(job?.id ?? ''), enabled: hasFailed });
  return hasFailed ? (data ?? null) : null;
}
