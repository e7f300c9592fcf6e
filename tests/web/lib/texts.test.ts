// @vitest-environment node

import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ANNOUNCE_INTERVAL_MS, Announcer } from '../../../src/lib/app/announcer.ts';
import { RECORDS } from '../../../src/lib/labels/common.ts';
import { formatDuration, formatPlural, formatSeconds, formatShare } from '../../../src/lib/text/format.ts';
import { clockTime, countdown, relativeTime, shortDate } from '../../../src/lib/time/reader-time.ts';
import { compareTimestamps, toMillis } from '../../../src/lib/time/timestamps.ts';

describe('numbers', () => {
  it.each([
    [0, 'nenhum registro'],
    [1, '1 registro'],
    [2, '2 registros'],
    [1234, '1.234 registros'],
    [1_000_000, '1.000.000 registros'],
  ])('counts %d', (value, text) => expect(formatPlural(value, RECORDS)).toBe(text));

  it.each([
    [0, '0%'],
    [0.421, '42,1%'],
    [0.9996, '99,9%'],
    [1, '100%'],
  ])('writes the share %d', (share, text) => expect(formatShare(share)).toBe(text));

  it.each([
    [-5, '0 ms'],
    [850, '850 ms'],
    [8400, '8,4 s'],
    [9999, '9,9 s'],
    [10_000, '10 s'],
    [65_200, '1 min 05 s'],
    [7_380_000, '2 h 03 min'],
  ])('writes %d ms', (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));

  it('writes whole seconds for clocks', () => expect(formatSeconds(9.9)).toBe('9 s'));
});

describe('times', () => {
  const now = new Date(2026, 10, 23, 15, 0, 0).getTime();
  const past = (milliseconds: number) => new Date(now - milliseconds).toISOString();
  const MINUTE = 60_000;
  const HOUR = 60 * MINUTE;
  const DAY = 24 * HOUR;

  it.each([
    [-5000, 'agora'],
    [0, 'agora'],
    [44_000, 'agora'],
    [50_000, 'há 1 minuto'],
    [5 * MINUTE, 'há 5 minutos'],
    [HOUR - 1, 'há 59 minutos'],
    [2 * HOUR, 'há 2 horas'],
    [DAY, 'ontem'],
    [DAY + 20 * HOUR, 'anteontem'],
    [6 * DAY, 'há 6 dias'],
    [7 * DAY, `em ${shortDate(past(7 * DAY))}`],
    [400 * DAY, `em ${shortDate(past(400 * DAY))}`],
  ])('says of %d ms ago', (age, text) => expect(relativeTime(past(age), now)).toBe(text));

  it.each([
    [0, null],
    [45_000, 'em 45 s'],
    [61_000, 'em 2 min'],
    [90 * MINUTE, 'em 1 h 30 min'],
  ])('counts down %d ms', (wait, text) => expect(countdown(past(-wait), now)).toBe(text));

  it('names the day of a time that is not today', () => {
    expect(clockTime(past(0), now)).toBe('15:00');
    expect(clockTime(past(DAY), now)).toBe('22/11, 15:00');
  });
});

describe('timestamps', () => {
  it('reads those of REST, of Postgres and of JavaScript as the same moment', () => {
    const texts = ['2026-11-23T12:46:22.446+00:00', '2026-11-23 12:46:22.446+00', '2026-11-23T12:46:22.446Z'];
    expect(new Set(texts.map(toMillis)).size).toBe(1);
    expect(compareTimestamps(texts[0] ?? '', texts[1] ?? '')).toBe(0);
  });

  it('orders by microseconds, trailing zeros or not', () => {
    expect(compareTimestamps('2026-11-23T12:00:00.1234+00:00', '2026-11-23T12:00:00.123401+00:00')).toBeLessThan(0);
    expect(compareTimestamps('2026-11-23T12:00:00.12+00:00', '2026-11-23T12:00:00.120000+00:00')).toBe(0);
    expect(compareTimestamps('2026-11-23T12:00:01+00:00', '2026-11-23T12:00:00.999999+00:00')).toBeGreaterThan(0);
    expect(compareTimestamps('2026-11-23T09:00:00-03:00', '2026-11-23T12:00:00+00:00')).toBe(0);
  });
});

describe('announcer', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('speaks at once, then at most once per interval, and the last message wins', () => {
    const announcer = new Announcer();
    const spoken: string[] = [];
    announcer.subscribe((text) => spoken.push(text));
    announcer.announce('um');
    announcer.announce('dois');
    announcer.announce('três');
    expect(spoken).toEqual(['um']);
    vi.advanceTimersByTime(ANNOUNCE_INTERVAL_MS);
    expect(spoken).toEqual(['um', 'três']);
    vi.advanceTimersByTime(ANNOUNCE_INTERVAL_MS);
    announcer.announce('quatro');
    expect(spoken).toEqual(['um', 'três', 'quatro']);
  });
});

describe('copy', () => {
  const folder = 'src/lib/labels';
  const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8'));

  it('has no exclamation marks, no "ops" and no "com sucesso"', () => {
    for (const text of texts) {
      const literals = text.match(/'[^'\n]*'|`[^`]*`/g) ?? [];
      expect(literals.filter((literal) => /\bops\b|com sucesso|!['`\s]/i.test(literal))).toEqual([]);
    }
  });
});
