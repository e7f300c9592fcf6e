// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { configFields, configTexts, configWith, isConfigText } from '../../../src/lib/settings/config-schema.ts';
import { changesHost } from '../../../src/lib/settings/connection.ts';
import { isCredential } from '../../../src/lib/settings/credential.ts';
import { isSameSchedule, scheduleColumns, scheduleOf, scheduleText } from '../../../src/lib/settings/schedule.ts';
import { knownZone, upcomingTime, zoneName } from '../../../src/lib/time/tenant-time.ts';

describe('options of a provider', () => {
  const schema = {
    months_back: { type: 'integer', minimum: 0, maximum: 24, default: 4 },
    pages: { type: 'integer', title: 'Páginas' },
    mode: { type: 'string' },
    broken: null,
  };
  const fields = configFields(schema);

  it('are the whole numbers of the schema, with the names that people know', () => {
    expect(fields.map(({ key, label }) => [key, label])).toEqual([
      ['months_back', 'Meses para trás'],
      ['pages', 'Páginas'],
    ]);
    expect(fields[1]).toMatchObject({ minimum: null, maximum: null, fallback: null });
  });

  it.each([null, [], 'text', 7, {}])('are none in the schema %j', (other) => expect(configFields(other)).toEqual([]));

  it.each([
    ['', true],
    [' 24 ', true],
    ['0', true],
    ['25', false],
    ['-1', false],
    ['1,5', false],
    ['1e1', false],
    ['abc', false],
  ])('take %j: %s', (text, isValid) => {
    const [field] = fields;
    expect(field && isConfigText(field, text)).toBe(isValid);
  });

  it('come back from their texts; what is no field stays, and an empty text removes its key', () => {
    const config = { months_back: 6, pages: 2, other: 'kept' };
    const texts = configTexts(fields, config);
    expect(texts).toEqual({ months_back: '6', pages: '2' });
    expect(configWith(config, fields, texts)).toEqual(config);
    expect(configWith(config, fields, { months_back: ' 7 ', pages: '' })).toEqual({ months_back: 7, other: 'kept' });
    expect(configTexts(fields, null)).toEqual({ months_back: '', pages: '' });
  });
});

describe('credential', () => {
  it.each([
    ['a', true],
    ['x'.repeat(1000), true],
    ['com espaço', true],
    ['', false],
    ['x'.repeat(1001), false],
    ['duas\nlinhas', false],
    ['\u0000', false],
  ])('%j: %s', (text, isValid) => expect(isCredential(text)).toBe(isValid));

  it.each([
    ['https://a.test', 'https://a.test/v2', false],
    ['https://a.test', 'https://b.test', true],
    ['https://a.test', null, false],
    [null, 'https://b.test', false],
    ['https://a.test', 'https://', false],
  ])('belongs to the host: from %s to %s changes it: %s', (before, after, isChanged) =>
    expect(changesHost(before, after)).toBe(isChanged),
  );
});

describe('schedule', () => {
  const stored = (kind: string, time: string | null = null, weekday: number | null = null) =>
    scheduleOf({ schedule_kind: kind, schedule_time: time, schedule_weekday: weekday });

  it.each([
    [stored('off'), 'Sem agendamento'],
    [stored('hourly'), 'A cada hora'],
    [stored('daily', '08:30:00'), 'Todos os dias, às 08:30'],
    [stored('weekly', '08:30:00', 0), 'Todo domingo, às 08:30'],
    [stored('weekly', '23:59:00', 3), 'Toda quarta-feira, às 23:59'],
    [stored('monthly'), 'Sem agendamento'],
  ])('%j reads "%s"', (schedule, text) => expect(scheduleText(schedule)).toBe(text));

  it('saves only the columns that its kind needs', () => {
    const edited = { time: '07:00', weekday: 5 };
    expect(scheduleColumns({ kind: 'off', ...edited })).toMatchObject({ schedule_time: null, schedule_weekday: null });
    expect(scheduleColumns({ kind: 'daily', ...edited })).toMatchObject({
      schedule_time: '07:00',
      schedule_weekday: null,
    });
    expect(scheduleColumns({ kind: 'weekly', ...edited })).toMatchObject({
      schedule_time: '07:00',
      schedule_weekday: 5,
    });
    expect(isSameSchedule({ kind: 'off', ...edited }, stored('off'))).toBe(true);
    expect(isSameSchedule({ kind: 'daily', ...edited }, stored('daily', '06:00:00'))).toBe(false);
  });
});

describe("times on the tenant's clock", () => {
  const now = Date.parse('2026-11-23T23:30:00Z');

  it.each([
    ['2026-11-24T02:00:00Z', 'America/Sao_Paulo', 'hoje, 23:00'],
    ['2026-11-24T03:30:00Z', 'America/Sao_Paulo', 'amanhã, 00:30'],
    ['2026-11-24T03:30:00Z', 'America/Manaus', 'hoje, 23:30'],
    ['2026-11-30T11:00:00Z', 'America/Sao_Paulo', 'seg., 30/11, 08:00'],
  ])('%s in %s is "%s"', (timestamp, timeZone, text) => expect(upcomingTime(timestamp, timeZone, now)).toBe(text));

  it.each([
    ['America/Sao_Paulo', 'horário de Brasília'],
    ['America/Manaus', 'horário do Amazonas'],
    ['America/Noronha', 'horário de Fernando de Noronha'],
  ])('%s is called "%s"', (timeZone, name) => expect(zoneName(timeZone)).toBe(name));

  it('are in UTC for a zone that browsers do not know', () => {
    expect(knownZone('America/Manaus')).toBe('America/Manaus');
    expect(knownZone('BRT+3')).toBe('UTC');
    expect(zoneName(knownZone('BRT+3'))).toMatch(/UTC|Universal|GMT/);
  });
});
