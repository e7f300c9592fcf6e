import { afterEach, describe, expect, it } from 'vitest';
import { NO_FILTERS, periodStart, rangeOf } from '../../../src/lib/executions/filters.ts';
import {
  absoluteTime,
  clockTime,
  logTime,
  relativeTime,
  shortDate,
  shortTime,
  showTimesIn,
} from '../../../src/lib/time/reader-time.ts';
import { zonedMidnight } from '../../../src/lib/time/tenant-time.ts';

// Half past one in the morning in São Paulo, half past twelve in Manaus, still the day before in Los Angeles.
const AT = '2026-11-26T04:30:10Z';
const NOW = Date.parse('2026-11-26T15:00:00Z');

afterEach(() => showTimesIn('America/Sao_Paulo'));

describe('times of a page', () => {
  it("go by the group's clock, whatever that of the browser shows", () => {
    showTimesIn('America/Sao_Paulo');
    expect(shortTime(AT)).toBe('26/11/2026, 01:30');
    expect(absoluteTime(AT)).toBe('26/11/2026, 01:30:10 BRT');
    expect(clockTime(AT, NOW)).toBe('01:30');
    showTimesIn('America/Los_Angeles');
    expect(shortTime(AT)).toBe('25/11/2026, 20:30');
    expect(shortDate(AT)).toBe('25/11/2026');
    expect(clockTime(AT, NOW)).toBe('25/11, 20:30');
    expect(logTime(AT, '2026-11-26T15:00:00Z')).toBe('25/11, 20:30:10');
  });

  it('count days and begin periods at its midnight, also where a summer time begins', () => {
    showTimesIn('America/Manaus');
    expect(periodStart('hoje', NOW).toISOString()).toBe('2026-11-26T04:00:00.000Z');
    expect(relativeTime('2026-11-25T04:30:00Z', NOW)).toBe('ontem');
    const filters = { ...NO_FILTERS, period: 'datas', from: '2026-11-01', until: '2026-11-30' } as const;
    expect(rangeOf(filters, NOW).map((moment) => moment?.toISOString())).toEqual([
      '2026-11-01T04:00:00.000Z',
      '2026-12-01T04:00:00.000Z',
    ]);
    // In 2018 the fourth of November began at one o'clock in São Paulo.
    expect(new Date(zonedMidnight('2018-11-04', 'America/Sao_Paulo')).toISOString()).toBe('2018-11-04T03:00:00.000Z');
    expect(new Date(zonedMidnight('2026-11-26', 'Pacific/Kiritimati')).toISOString()).toBe('2026-11-25T10:00:00.000Z');
  });
});
