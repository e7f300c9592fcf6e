/** Executions that ended on one day, in the tenant's calendar. */
export interface DayCount {
  /** YYYY-MM-DD. */
  day: string;
  success: number;
  error: number;
  canceled: number;
}

/** What the Visão Geral tab shows of the last 30 days. */
export interface Overview {
  /** Share of 0 to 1 of the executions that neither failed nor were cancelled; null when none ended. */
  successRate: number | null;
  meanTimeMs: number | null;
  lastSuccessAt: string | null;
  runs: number;
  days: DayCount[];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}

function toDay(value: unknown): DayCount[] {
  if (!isRecord(value) || typeof value.day !== 'string') return [];
  const { day, success, error, canceled } = value;
  return [{ day, success: count(success), error: count(error), canceled: count(canceled) }];
}

/** Reads the answer of integration_overview; throws a TypeError when it is not of that shape. */
export function parseOverview(answer: unknown): Overview {
  if (!isRecord(answer) || !Array.isArray(answer.days)) {
    throw new TypeError('Cannot read integration_overview: the answer has no list "days"');
  }
  const days = answer.days.flatMap(toDay);
  const success = sum(days, 'success');
  const ended = success + sum(days, 'error');
  return {
    // Cancelled by a person is neither a success nor a failure of the integration.
    successRate: ended === 0 ? null : success / ended,
    meanTimeMs: typeof answer.mean_time_ms === 'number' ? answer.mean_time_ms : null,
    lastSuccessAt: typeof answer.last_success_at === 'string' ? answer.last_success_at : null,
    runs: count(answer.runs_30d),
    days,
  };
}

function sum(days: readonly DayCount[], key: 'success' | 'error' | 'canceled'): number {
  return days.reduce((total, day) => total + day[key], 0);
}

/** "YYYY-MM-DD" of a moment in a time zone. */
function isoDay(moment: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    moment,
  );
}

/** `length` days up to today in the time zone, oldest first; days without executions are zero. */
export function fillDays(days: readonly DayCount[], now: number, timeZone: string, length = 30): DayCount[] {
  const known = new Map(days.map((day) => [day.day, day]));
  // Noon UTC of the tenant's today: going back by whole days from there never skips a date.
  const today = new Date(`${isoDay(new Date(now), timeZone)}T12:00:00Z`);
  return Array.from({ length }, (_, index) => {
    const date = new Date(today);
    date.setUTCDate(today.getUTCDate() - (length - 1 - index));
    const day = date.toISOString().slice(0, 10);
    return known.get(day) ?? { day, success: 0, error: 0, canceled: 0 };
  });
}

/** A whole number of at least `value` that divides into halves nicely: the top of the axis. */
export function axisTop(value: number): number {
  if (value <= 2) return 2;
  const magnitude = 10 ** Math.floor(Math.log10(value));
  const steps = [1, 2, 4, 5, 6, 8, 10].map((step) => step * magnitude);
  return steps.find((step) => step >= value && step % 2 === 0) ?? Math.ceil(value / 2) * 2;
}
