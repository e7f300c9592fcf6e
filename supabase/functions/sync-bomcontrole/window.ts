import { z } from 'zod';
import type { ConnectorContext } from '../_shared/provider/connector.ts';
import { cleanInteger } from '../_shared/values/text.ts';

/** One search: every movement whose date of that type lies from `from` to `to` (wall clock of Brasília, `YYYY-MM-DD HH:MM:SS`). */
export const searchSchema = z.strictObject({
  type: z.enum(['DataPadrao', 'UltimaAlteracao']),
  from: z.string(),
  to: z.string(),
});
export type Search = z.infer<typeof searchSchema>;

const DAY_MS = 86_400_000;
/**
 * How far a search for changes reaches back behind the last success. Generous, because it costs a few rows and forgives clocks
 * that differ, times in another zone, and changes that the provider shows late.
 */
const OVERLAP_MS = DAY_MS;

/** Times of the provider have no zone: they are the wall clock of Brasília. */
const wallClock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'America/Sao_Paulo',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** First (`day` 1) or last (`day` 0 of the next) day of the month that is `months` away from the one of `now`, as `YYYY-MM-DD`. */
function monthEdge(now: Date, months: number, day: 0 | 1): string {
  const [year = 0, month = 1] = wallClock.format(now).split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months + (day === 0 ? 1 : 0), day)).toISOString().slice(0, 10);
}

const startOf = (day: string) => `${day} 00:00:00`;
const endOf = (day: string) => `${day} 23:59:59`;

/**
 * The searches of one run. The first run reads all movements that are due in the window (config: `months_back` 4, `months_ahead` 2,
 * whole months). A later one reads what changed since, and what came into the window with a new month without any change.
 */
export function searchesOf({ config, lastSuccessStartedAt, now }: ConnectorContext): Search[] {
  const monthsBack = cleanInteger(config.months_back, 0, 24) ?? 4;
  const monthsAhead = cleanInteger(config.months_ahead, 0, 24) ?? 2;
  const lastDay = monthEdge(now, monthsAhead, 0);
  if (lastSuccessStartedAt === null) {
    return [{ type: 'DataPadrao', from: startOf(monthEdge(now, -monthsBack, 1)), to: endOf(lastDay) }];
  }
  const last = new Date(lastSuccessStartedAt);
  const changes: Search = {
    type: 'UltimaAlteracao',
    from: wallClock.format(new Date(last.getTime() - OVERLAP_MS)),
    to: wallClock.format(new Date(now.getTime() + DAY_MS)),
  };
  const hasNewMonth = monthEdge(last, monthsAhead, 0) < lastDay;
  if (!hasNewMonth) return [changes];
  return [changes, { type: 'DataPadrao', from: startOf(monthEdge(last, monthsAhead + 1, 1)), to: endOf(lastDay) }];
}
