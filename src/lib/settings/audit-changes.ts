import type { Json } from '../data/database.types.ts';
import { isJsonObject } from '../data/json.ts';
import { ACTIONS, history as labels } from '../labels/history.ts';
import { schedule } from '../labels/schedule.ts';
import { CONFIG_LABELS, settings } from '../labels/settings.ts';
import type { AuditEvent } from './audit-events.ts';
import { isScheduleKind } from './schedule.ts';

/** One changed value, in words. */
export interface AuditChange {
  label: string;
  from: string;
  to: string;
}

type Pair = { from: Json | undefined; to: Json | undefined };

/** What was done, after the name of who did it: "alterou o agendamento". */
export function actionText({ action, details }: Pick<AuditEvent, 'action' | 'details'>): string {
  const known = isJsonObject(details) ? details : {};
  if (action === 'connection_tested' && known.result !== undefined) {
    return known.result === 'ok' ? labels.testPassed : labels.testFailed;
  }
  if (action === 'credentials_set' && known.replaced === true) return labels.replacedCredential;
  const changed = Object.keys(known);
  if (action === 'configured' && changed.length === 1) {
    return changed[0] === 'base_url' ? labels.changedUrl : labels.changedConfig;
  }
  return ACTIONS[action] ?? labels.changed;
}

/** The changed values that people know, in the order in which the form has them. */
export function auditChanges({ details }: Pick<AuditEvent, 'details'>): AuditChange[] {
  if (!isJsonObject(details)) return [];
  const pairs = new Map(
    Object.entries(details).flatMap(
      ([column, value]): Array<[string, Pair]> =>
        isJsonObject(value) ? [[column, { from: value.from, to: value.to }]] : [],
    ),
  );
  const one = (column: string, label: string, write: (value: Json | undefined) => string): AuditChange[] => {
    const pair = pairs.get(column);
    return pair === undefined ? [] : [{ label, from: write(pair.from), to: write(pair.to) }];
  };
  return [
    ...one('base_url', settings.baseUrl, (value) => textOr(value, labels.defaultUrl)),
    ...configChanges(pairs.get('config')),
    ...one('schedule_kind', schedule.kind, (value) => (isScheduleKind(value) ? schedule.kinds[value] : labels.none)),
    ...one('schedule_weekday', schedule.weekday, (value) => schedule.weekdays[Number(value ?? -1)] ?? labels.none),
    ...one('schedule_time', schedule.time, (value) => textOr(value, labels.none).replace(/^(\d\d:\d\d):\d\d$/, '$1')),
  ];
}

function textOr(value: Json | undefined, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

function configChanges(pair: Pair | undefined): AuditChange[] {
  const before = isJsonObject(pair?.from) ? pair.from : {};
  const after = isJsonObject(pair?.to) ? pair.to : {};
  const write = (value: Json | undefined) =>
    value === undefined || value === null ? labels.defaultValue : String(typeof value === 'object' ? '…' : value);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map((key) => ({ label: CONFIG_LABELS[key] ?? key, from: write(before[key]), to: write(after[key]) }));
}
