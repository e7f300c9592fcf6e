import { withoutAccents } from '../text/fold.ts';
import type { Membership } from './memberships.ts';

/** Why a group stands where it does in the list. */
export type TenantPlace = 'pinned' | 'recent' | 'other';

export interface FoundTenant {
  tenant: Membership;
  place: TenantPlace;
}

/** The groups whose name or address has every word of the text, accents and case aside: the pinned first, then the last used, then by name. */
export function searchTenants(
  tenants: readonly Membership[],
  text: string,
  { pinned, recent }: { pinned: readonly string[]; recent: readonly string[] },
): FoundTenant[] {
  const words = withoutAccents(text).split(/\s+/).filter(Boolean);
  const found = tenants.filter(({ name, slug }) => {
    const folded = withoutAccents(`${name} ${slug}`);
    return words.every((word) => folded.includes(word));
  });
  const placeOf = ({ slug }: Membership): TenantPlace =>
    pinned.includes(slug) ? 'pinned' : recent.includes(slug) ? 'recent' : 'other';
  const ranks = { pinned: 0, recent: 1, other: 2 };
  return found
    .map((tenant) => ({ tenant, place: placeOf(tenant) }))
    .sort((a, b) => {
      if (a.place !== b.place) return ranks[a.place] - ranks[b.place];
      return a.place === 'recent' ? recent.indexOf(a.tenant.slug) - recent.indexOf(b.tenant.slug) : 0;
    });
}
