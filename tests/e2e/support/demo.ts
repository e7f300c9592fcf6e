import { expect, type Page } from '@playwright/test';
import { PASSWORD } from '../../support/stack/people.ts';
import { testedWorld, type World } from './world.ts';

/** The stack under test with the demo data of supabase/seed.sql. */
export interface DemoStack extends World {
  /** Forgets the companies of a tenant, as before its first run. */
  resetCompanies(slug: string): Promise<void>;
  /** A complete read of so many companies lies behind the tenant. */
  rememberRead(slug: string, records: number): Promise<void>;
  countCompanies(slug: string): Promise<{ all: number; distinct: number }>;
}

export function demoStack(): DemoStack {
  const world = testedWorld();
  const { sql } = world;
  return {
    ...world,
    async resetCompanies(slug) {
      await sql`delete from public.companies using public.tenants where tenants.id = tenant_id and slug = ${slug}`;
    },
    async rememberRead(slug, records) {
      await sql`
        insert into private.full_reads (tenant_id, provider_slug, job_id, started_at, records)
        select id, 'acessorias', gen_random_uuid(), now(), ${records} from public.tenants where slug = ${slug}
        on conflict (tenant_id, provider_slug) do update set started_at = excluded.started_at, records = excluded.records`;
    },
    async countCompanies(slug) {
      const [row] = await sql<{ all: number; distinct: number }[]>`
        select count(*)::int as all, count(distinct document)::int as distinct
        from public.companies join public.tenants on tenants.id = tenant_id where slug = ${slug}`;
      return row ? { all: row.all, distinct: row.distinct } : { all: 0, distinct: 0 };
    },
  };
}

/** Signs in on the page that is open (every page leads to the sign-in and back) as one of the demo users. */
export async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Senha', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Entrar' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Integrações' })).toBeVisible();
}
