import { Pin, PinOff } from 'lucide-react';
import { type KeyboardEvent, type SubmitEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useLiveJobs } from '../../hooks/useLiveJobs.ts';
import { cx } from '../../lib/app/class-names.ts';
import { tenantPicker as labels } from '../../lib/labels/tenants.ts';
import type { Membership } from '../../lib/tenants/memberships.ts';
import { rememberedOrder, togglePin } from '../../lib/tenants/pinned.ts';
import { searchTenants } from '../../lib/tenants/search.ts';
import { formatCount, formatPlural } from '../../lib/text/format.ts';
import { Button } from '../ui/Button.tsx';

/** Nobody reads further than this: whoever has more groups types another letter. */
const SHOWN = 50;

interface TenantSearchProps {
  tenants: readonly Membership[];
  /** The one that is shown now, if any. */
  currentId: string | null;
  onSelect: (slug: string) => void;
}

function useActiveCounts(): ReadonlyMap<string, number> {
  const { activeJobs } = useLiveJobs();
  return useMemo(() => {
    const counts = new Map<string, number>();
    for (const { tenant_id: id } of activeJobs) counts.set(id, (counts.get(id) ?? 0) + 1);
    return counts;
  }, [activeJobs]);
}

/** Finds a group by any part of its name. Arrows only choose; Enter or a click opens, so that nothing is loaded on the way. */
export default function TenantSearch({ tenants, currentId, onSelect }: TenantSearchProps) {
  const id = useId();
  const [text, setText] = useState('');
  const [index, setIndex] = useState(0);
  const [order, setOrder] = useState(rememberedOrder);
  const counts = useActiveCounts();
  const inputRef = useRef<HTMLInputElement>(null);
  const found = useMemo(() => searchTenants(tenants, text, order), [tenants, text, order]);
  const shown = found.slice(0, SHOWN);
  const chosen = shown[Math.min(index, shown.length - 1)]?.tenant ?? null;
  const optionId = (tenant: Membership) => `${id}-${tenant.id}`;
  const isPinned = chosen !== null && order.pinned.includes(chosen.slug);

  useEffect(() => inputRef.current?.focus(), []);
  useEffect(() => {
    if (chosen !== null) document.getElementById(`${id}-${chosen.id}`)?.scrollIntoView?.({ block: 'nearest' });
  }, [id, chosen]);

  const handleKey = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + 8,
      PageUp: index - 8,
    };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setIndex(Math.max(0, Math.min(next, shown.length - 1)));
  };
  const handleSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (chosen !== null) onSelect(chosen.slug);
  };
  const handlePin = () => {
    if (chosen === null) return;
    togglePin(chosen.slug);
    setOrder(rememberedOrder());
    inputRef.current?.focus();
  };

  return (
    <form onSubmit={handleSubmit} className="flex min-h-0 flex-col gap-3 text-left">
      <input
        ref={inputRef}
        type="search"
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen === null ? undefined : optionId(chosen)}
        aria-autocomplete="list"
        aria-label={labels.search}
        placeholder={labels.search}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          setIndex(0);
        }}
        onKeyDown={handleKey}
        className="min-h-11 w-full rounded-lg border border-control/60 bg-surface px-3 text-ink"
      />
      <p role="status" className="numbers text-sm text-muted">
        {found.length === 0 ? labels.none : formatPlural(found.length, labels.found)}
      </p>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={labels.list}
        tabIndex={-1}
        className="max-h-[50dvh] min-h-0 overflow-y-auto rounded-lg border border-line"
      >
        {shown.map(({ tenant, place }) => (
          <div
            key={tenant.id}
            id={optionId(tenant)}
            role="option"
            tabIndex={-1}
            aria-selected={tenant === chosen}
            onClick={() => onSelect(tenant.slug)}
            onKeyDown={handleKey}
            className={cx(
              'flex min-h-11 cursor-pointer items-center gap-2 border-l-4 px-3 py-1.5 text-sm hover:bg-inset',
              tenant === chosen ? 'border-accent bg-accent-soft' : 'border-transparent',
            )}
          >
            <bdi className={cx('min-w-0 flex-1', tenant.id === currentId && 'font-semibold')}>{tenant.name}</bdi>
            <span className="shrink-0 text-muted">{labels.places[place]}</span>
            {counts.has(tenant.id) && (
              <span className="numbers shrink-0 text-muted">{labels.active(counts.get(tenant.id) ?? 0)}</span>
            )}
          </div>
        ))}
      </div>
      {found.length > SHOWN && <p className="text-sm text-muted">{labels.more(formatCount(found.length - SHOWN))}</p>}
      {chosen !== null && (
        <Button variant="quiet" icon={isPinned ? PinOff : Pin} onClick={handlePin} className="min-w-0 self-start">
          <span className="truncate">{isPinned ? labels.unpin(chosen.name) : labels.pin(chosen.name)}</span>
        </Button>
      )}
    </form>
  );
}
