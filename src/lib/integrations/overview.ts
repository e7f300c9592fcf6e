import { isRecord } from '../data/json.ts';
import { FINAL_STATUSES, type FinalStatus } from '../jobs/job-status.ts';

/** Ended executions that were started on one day, in the tenant's calendar. */
export interface DayCount extends Record<FinalStatus, number> {
  /** YYYY-MM-DD. */
  day: string;
}

/** What the Visão Geral tab shows of the last 30 days. */
export interface Overview {
  /** Share of 0 to 1 of the executions that were not cancelled; null when none ended. */
  successRate: number | null;
  meanTimeMs: number | null;
  /** The same of reads of everything, and of those that read only what changed; null = there was none. */
  meanFullMs: number | null;
  meanIncrementalMs: number | null;
  lastSuccessAt: string | null;
  /** 30 days up to today, oldest first; days without executions are zero. */
  days: DayCount[];
}

function numberOr<T>(value: unknown, otherwise: T): number | T {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

function toDay(value: unknown): DayCount[] {
  if (!isRecord(value) || typeof value.day !== 'string') return [];
  const counts = FINAL_STATUSES.map((status) => [status, numberOr(value[status], 0)]);
  return [{ day: value.day, ...(Object.fromEntries(counts) as Record<FinalStatus, number>) }];
}

/** Reads the answer of integration_overview; throws a TypeError when it is not of that shape. */
export function parseOverview(answer: unknown): Overview {
  if (!isRecord(answer) || !Array.isArray(answer.days)) {
    throw new TypeError('Cannot read integration_overview: the answer has no list "days"');
  }
  return {
    successRate: numberOr(answer.success_rate, null),
    meanTimeMs: numberOr(answer.mean_time_ms, null),
    meanFullMs: numberOr(answer.mean_full_ms, null),
    meanIncrementalMs: numberOr(answer.mean_incremental_ms, null),
    lastSuccessAt: typeof answer.last_success_at === 'string' ? answer.last_success_at : null,
    days: answer.days.flatMap(toDay),
  };
}

/** All executions of a day. */
export function totalOf(day: DayCount): number {
  return FINAL_STATUSES.reduce((sum, status) => sum + day[status], 0);
}

/** "23/11" of "2026-11-23", without a detour through a time zone. */
export function shortDay(day: string): string {
  return `${day.slice(8, 10)}/${day.slice(5, 7)}`;
}
