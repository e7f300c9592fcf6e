import type { Json } from '../data/database.types.ts';
import { COUNTERS } from '../labels/executions.ts';

/** A record that a run could read but not take over. */
interface RecordProblem {
  item: string;
  reason: string;
}

/** What is shown of a result: known counters, and the first problems. Anything else in it stays unseen. */
export interface JobResult {
  counters: Array<{ key: string; label: string; value: number }>;
  problems: RecordProblem[];
}

function toProblem(value: Json | undefined): RecordProblem[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const { item, reason } = value;
  if (typeof reason !== 'string') return [];
  return [{ item: typeof item === 'string' || typeof item === 'number' ? String(item) : '', reason }];
}

/** Reads `integration_jobs.result`. null or an unknown shape gives an empty result. */
export function parseResult(result: Json | null): JobResult {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) return { counters: [], problems: [] };
  const counters = COUNTERS.flatMap(({ key, label }) => {
    const value = result[key];
    return typeof value === 'number' ? [{ key, label, value }] : [];
  });
  const list = result.problem_list;
  return { counters, problems: Array.isArray(list) ? list.flatMap(toProblem) : [] };
}
