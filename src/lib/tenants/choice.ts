import { canRead, type Membership } from './memberships.ts';

const STORAGE_KEY = 'integracoes.tenant';

/** The tenant used last in this browser, or null. */
export function rememberedTenant(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    // Storage can be forbidden by the browser; the first tenant is a fair choice then.
    return null;
  }
}

/** Remembers a tenant for the next visit without `?tenant=`. */
export function rememberTenant(slug: string): void {
  try {
    localStorage.setItem(STORAGE_KEY, slug);
  } catch (error) {
    console.warn('Cannot remember the tenant: storage is refused', error);
  }
}

/**
 * The tenant to show. A slug of the URL counts or fails: showing another tenant instead would mislead. Without one,
 * the remembered tenant, else the first in which the user can see something.
 */
export function chooseTenant(
  memberships: readonly Membership[],
  urlSlug: string | null,
  remembered: string | null,
): Membership | null {
  if (urlSlug !== null) return memberships.find((tenant) => tenant.slug === urlSlug) ?? null;
  return (
    memberships.find((tenant) => tenant.slug === remembered) ??
    memberships.find((tenant) => canRead(tenant.role)) ??
    memberships[0] ??
    null
  );
}
