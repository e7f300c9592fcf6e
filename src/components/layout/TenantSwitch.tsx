import { Building2 } from 'lucide-react';
import { useLiveJobs } from '../../hooks/useLiveJobs.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { common } from '../../lib/labels/common.ts';

interface TenantSwitchProps {
  onSelect: (slug: string) => void;
}

/** Which tenant is shown. A native select: it works with every keyboard, screen reader and phone. */
export function TenantSwitch({ onSelect }: TenantSwitchProps) {
  const { tenant, tenants } = useTenant();
  const { activeJobs } = useLiveJobs();
  if (tenants.length === 1) {
    return (
      <p className="flex min-w-0 items-center gap-2 text-sm text-muted">
        <Building2 aria-hidden className="size-4 shrink-0" />
        <span className="truncate">{tenant.name}</span>
      </p>
    );
  }
  const nameWithCount = (id: string, name: string) => {
    const count = id === tenant.id ? 0 : activeJobs.filter((job) => job.tenant_id === id).length;
    return count === 0 ? name : common.activeElsewhere(name, count);
  };
  return (
    <label className="flex min-w-0 items-center gap-2 text-sm">
      <span className="sr-only">{common.tenant}</span>
      <Building2 aria-hidden className="size-4 shrink-0 text-muted" />
      <select
        value={tenant.slug}
        onChange={(event) => onSelect(event.target.value)}
        className="min-h-9 max-w-full min-w-0 truncate rounded-lg border border-control/60 bg-surface px-2 font-medium text-ink hover:border-control"
      >
        {tenants.map(({ id, slug, name }) => (
          <option key={id} value={slug}>
            {nameWithCount(id, name)}
          </option>
        ))}
      </select>
    </label>
  );
}
