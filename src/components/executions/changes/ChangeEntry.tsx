import { CircleAlert, CircleMinus, CirclePlus, type LucideIcon, Pencil, Undo2 } from 'lucide-react';
import { valueText } from '../../../lib/executions/change-values.ts';
import type { Change, ChangeKind } from '../../../lib/executions/changes.ts';
import type { StatusTone } from '../../../lib/jobs/job-view.ts';
import { CHANGE_KINDS, ENTITIES, FIELDS, changes as labels } from '../../../lib/labels/executions/changes.ts';
import { Badge } from '../../ui/Badge.tsx';

const LOOKS: Record<ChangeKind, { tone: StatusTone; icon: LucideIcon }> = {
  created: { tone: 'success', icon: CirclePlus },
  updated: { tone: 'canceled', icon: Pencil },
  gone: { tone: 'active', icon: CircleMinus },
  returned: { tone: 'success', icon: Undo2 },
  problem: { tone: 'error', icon: CircleAlert },
};

/**
 * One record and what happened to it: the fields that differ, or why it could not be taken over. Values are a provider's: each is
 * isolated, so that a mark of direction in one turns nothing round it.
 */
export function ChangeEntry({ change }: { change: Change }) {
  const { kind, entity, label, fields, reason } = change;
  return (
    <li className="py-3 text-sm">
      <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
        <p className="min-w-0 flex-1 basis-32 font-medium break-words">{label === '' ? labels.unnamed : label}</p>
        <Badge {...LOOKS[kind]}>{CHANGE_KINDS[kind].one}</Badge>
      </div>
      <p className="text-muted">{ENTITIES[entity] ?? entity}</p>
      {fields.map(({ field, before, after }) => (
        <p key={field} className="numbers break-words">
          {FIELDS[field] ?? field}: {labels.from} <bdi>{valueText(field, before)}</bdi> {labels.to}{' '}
          <bdi>{valueText(field, after)}</bdi>
        </p>
      ))}
      {reason !== null && <p className="break-words">{reason}</p>}
    </li>
  );
}
