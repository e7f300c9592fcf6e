import { createContext } from 'react';
import type { Membership } from '../lib/tenants/memberships.ts';
import { useScope } from './useScope.ts';

export interface TenantScope {
  /** The chosen tenant; its slug stands in the URL. */
  tenant: Membership;
  /** All tenants of the user. */
  tenants: readonly Membership[];
  /** Ids of those whose jobs the user may see, in a stable order. */
  readableIds: readonly string[];
  /** May the user run, cancel and configure here? */
  canChange: boolean;
  userId: string;
}

export const TenantContext = createContext<TenantScope | null>(null);

/** The chosen tenant and what the user may do in it. */
export function useTenant(): TenantScope {
  return useScope(TenantContext, 'Cannot read the tenant: the component is not below AppShell');
}
