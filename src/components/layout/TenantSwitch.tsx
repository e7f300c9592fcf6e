import { Building2, ChevronsUpDown } from 'lucide-react';
import { Suspense, useEffect, useState } from 'react';
import { useTenant } from '../../hooks/useTenant.ts';
import { common } from '../../lib/labels/common.ts';
import { noteUse } from '../../lib/tenants/pinned.ts';
import { lazyPart } from '../parts/part.tsx';

/** Loaded when somebody wants another group. */
const TenantPicker = lazyPart(() => import('../tenants/TenantPicker.tsx'));

interface TenantSwitchProps {
  onSelect: (slug: string) => void;
}

/** Which group is shown; opens the choice of another. */
export function TenantSwitch({ onSelect }: TenantSwitchProps) {
  const { tenant, tenants } = useTenant();
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => noteUse(tenant.slug), [tenant.slug]);
  if (tenants.length === 1) {
    return (
      <p className="flex min-w-0 items-center gap-2 text-sm text-muted">
        <Building2 aria-hidden className="size-4 shrink-0" />
        <span className="truncate">{tenant.name}</span>
      </p>
    );
  }
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-label={`${common.tenant} ${tenant.name}`}
        title={tenant.name}
        onClick={() => setIsOpen(true)}
        className="flex min-h-9 min-w-0 items-center gap-2 rounded-lg border border-control/60 bg-surface px-2.5 text-sm font-medium text-ink hover:border-control"
      >
        <Building2 aria-hidden className="size-4 shrink-0 text-muted" />
        <bdi className="max-w-64 truncate">{tenant.name}</bdi>
        <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted" />
      </button>
      {isOpen && (
        <Suspense>
          <TenantPicker tenants={tenants} currentId={tenant.id} onClose={() => setIsOpen(false)} onSelect={onSelect} />
        </Suspense>
      )}
    </>
  );
}
