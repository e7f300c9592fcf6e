import { describe, expect, test } from 'vitest';
import { searchesOf } from '../../../../supabase/functions/sync-bomcontrole/window.ts';
import { accessTo } from '../support/provider.ts';

const searches = (now: string, lastSuccessStartedAt: string | null = null, config: Record<string, unknown> = {}) =>
  searchesOf({ access: accessTo('http://127.0.0.1'), config, lastSuccessStartedAt, now: new Date(now) });

describe('the first run', () => {
  test('reads whole months, four back and two ahead', () => {
    expect(searches('2026-11-23T12:00:00Z')).toEqual([
      { type: 'DataPadrao', from: '2026-07-01 00:00:00', to: '2027-01-31 23:59:59' },
    ]);
  });

  test('takes the window from the configuration', () => {
    expect(searches('2026-03-15T12:00:00Z', null, { months_back: 0, months_ahead: '0' })).toEqual([
      { type: 'DataPadrao', from: '2026-03-01 00:00:00', to: '2026-03-31 23:59:59' },
    ]);
    expect(searches('2026-03-15T12:00:00Z', null, { months_back: 13, months_ahead: 11 })).toEqual([
      { type: 'DataPadrao', from: '2025-02-01 00:00:00', to: '2027-02-28 23:59:59' },
    ]);
  });

  test.for([[{ months_back: -1 }], [{ months_back: 25 }], [{ months_back: 1.5 }], [{ months_back: 'x' }]] as const)(
    'falls back to the default for %o',
    ([config]) => {
      expect(searches('2026-11-23T12:00:00Z', null, config)[0]?.from).toBe('2026-07-01 00:00:00');
    },
  );

  test('counts months by the clock of Brasília', () => {
    // 1 December 02:00 in Greenwich is still 30 November in Brasília.
    expect(searches('2026-12-01T02:00:00Z')[0]?.to).toBe('2027-01-31 23:59:59');
    expect(searches('2026-12-01T03:00:00Z')[0]?.to).toBe('2027-02-28 23:59:59');
  });
});

describe('a later run', () => {
  test('reads what changed since the last success, with a day of overlap, in the clock of Brasília', () => {
    expect(searches('2026-11-23T12:00:00Z', '2026-11-22T08:30:05.123Z')).toEqual([
      { type: 'UltimaAlteracao', from: '2026-11-21 05:30:05', to: '2026-11-24 09:00:00' },
    ]);
  });

  test('also reads the month that came into the window, because nothing in it needs to have changed', () => {
    expect(searches('2026-12-02T12:00:00Z', '2026-11-30T12:00:00Z')).toEqual([
      { type: 'UltimaAlteracao', from: '2026-11-29 09:00:00', to: '2026-12-03 09:00:00' },
      { type: 'DataPadrao', from: '2027-02-01 00:00:00', to: '2027-02-28 23:59:59' },
    ]);
  });

  test('reads all months that came in while nothing ran', () => {
    const [, months] = searches('2026-12-02T12:00:00Z', '2026-09-15T12:00:00Z');
    expect(months).toEqual({ type: 'DataPadrao', from: '2026-12-01 00:00:00', to: '2027-02-28 23:59:59' });
  });
});
