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
