import { type Job, toJob } from '../jobs/job.ts';
import { fromRest } from './errors.ts';

interface RestAnswer<T> {
  data: T | null;
  error: { code?: string; message: string } | null;
  status: number;
}

/** The data of a REST request; throws an AppError when it failed or answered nothing. */
export async function dataOf<T>(request: PromiseLike<RestAnswer<T>>): Promise<T> {
  const { data, error, status } = await request;
  if (error !== null) throw fromRest(error, status);
  if (data === null) throw fromRest({ code: 'PGRST116', message: 'Cannot read the answer: it is empty' }, status);
  return data;
}

/** Jobs from rows. A row that is none is reported and skipped, so that one bad row does not empty the page. */
export function parseJobs(rows: readonly unknown[]): Job[] {
  const jobs: Job[] = [];
  for (const row of rows) {
    const job = toJob(row);
    if (job === null) console.warn('Cannot read a row of integration_jobs: unknown status or missing columns', row);
    else jobs.push(job);
  }
  return jobs;
}
