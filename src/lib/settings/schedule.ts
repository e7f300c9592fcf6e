import { schedule as labels } from '../labels/schedule.ts';

/** As in the check constraint `schedule_kind_is_valid`. */
export const SCHEDULE_KINDS = ['off', 'hourly', 'daily', 'weekly'] as const;
export type ScheduleKind = (typeof SCHEDULE_KINDS)[number];

/** When an integration runs by itself. Time and weekday keep their last value while the kind does not need them. */
export interface Schedule {
  kind: ScheduleKind;
  /** "HH:MM" on the tenant's clock. */
  time: string;
  /** 0 = Sunday to 6 = Saturday. */
  weekday: number;
}

/** The columns of tenant_integrations that hold a schedule. */
export interface ScheduleColumns {
  schedule_kind: string;
  schedule_time: string | null;
  schedule_weekday: number | null;
}

/** Early in the morning providers are idle, and the data is there when the office opens. */
const DEFAULT_TIME = '06:00';
const MONDAY = 1;

/** Narrows what comes from the database or a form. */
export function isScheduleKind(value: unknown): value is ScheduleKind {
  return SCHEDULE_KINDS.some((kind) => kind === value);
}

/** The schedule of a row; a kind that this version does not know reads as off. */
export function scheduleOf({ schedule_kind, schedule_time, schedule_weekday }: ScheduleColumns): Schedule {
  return {
    kind: isScheduleKind(schedule_kind) ? schedule_kind : 'off',
    time: schedule_time?.slice(0, 5) ?? DEFAULT_TIME,
    weekday: schedule_weekday ?? MONDAY,
  };
}

/** What to save: only the columns that the kind needs are set. */
export function scheduleColumns({ kind, time, weekday }: Schedule): ScheduleColumns {
  const hasTime = kind === 'daily' || kind === 'weekly';
  return {
    schedule_kind: kind,
    schedule_time: hasTime ? time : null,
    schedule_weekday: kind === 'weekly' ? weekday : null,
  };
}

/** Would both run at the same times? */
export function isSameSchedule(a: Schedule, b: Schedule): boolean {
  return JSON.stringify(scheduleColumns(a)) === JSON.stringify(scheduleColumns(b));
}

/** "Toda segunda-feira, às 08:00". */
export function scheduleText({ kind, time, weekday }: Schedule): string {
  switch (kind) {
    case 'off':
      return labels.kinds.off;
    case 'hourly':
      return labels.kinds.hourly;
    case 'daily':
      return labels.daily(time);
    case 'weekly':
      return labels.weekly(labels.weekdays[weekday] ?? '', time);
  }
}
