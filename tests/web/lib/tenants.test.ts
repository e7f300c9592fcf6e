import { expect, it } from 'vitest';
import type { Membership } from '../../../src/lib/tenants/memberships.ts';
import { searchTenants } from '../../../src/lib/tenants/search.ts';

const group = (name: string, slug = name.toLowerCase()): Membership => ({
  id: slug,
  name,
  slug,
  timeZone: 'America/Sao_Paulo',
  role: 'admin',
});
const GROUPS = [group('Água Contábil', 'agua'), group('Boreal'), group('Cedro São João', 'cedro'), group('Dália')];
const NO_ORDER = { pinned: [], recent: [] };
const namesOf = (text: string, order: { pinned: string[]; recent: string[] } = NO_ORDER) =>
  searchTenants(GROUPS, text, order).map(({ tenant }) => tenant.slug);

it.each([
  ['', ['agua', 'boreal', 'cedro', 'dália']],
  ['agua', ['agua']],
  ['JOAO', ['cedro']],
  ['joão cedro', ['cedro']],
  ['real', ['boreal']],
  ['xyz', []],
])('"%s" finds any part of a name, accents and case aside', (text, slugs) => {
  expect(namesOf(text)).toEqual(slugs);
});

it('the pinned come first, then the last used, then the rest by name', () => {
  expect(namesOf('', { pinned: ['dália'], recent: ['cedro', 'boreal', 'dália'] })).toEqual([
    'dália',
    'cedro',
    'boreal',
    'agua',
  ]);
});
