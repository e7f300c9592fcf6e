import { expect, type Page } from '@playwright/test';
import postgres from 'postgres';
import type { TestStackAddress } from '../../support/stack.ts';

/** The stack under test with the demo data of supabase/seed.sql. */
export interface DemoStack extends TestStackAddress {
  /** Forgets the companies of a tenant, as before its first run. */
  resetCompanies(slug: string): Promise<void>;
  countCompanies(slug: string): Promise<{ all: number; distinct: number }>;
  sql: postgres.Sql;
  close(): Promise<void>;
}

export function demoStack(): DemoStack {
  const address = JSON.parse(process.env.INTEGRACOES_TEST_STACK ?? 'null') as TestStackAddress | null;
  if (!address) throw new Error('Cannot find the stack: INTEGRACOES_TEST_STACK is not set');
  const sql = postgres(address.databaseUrl, { max: 2, onnotice: () => {} });
  return {
    ...address,
    sql,
    async resetCompanies(slug) {
      await sql`delete from public.companies using public.tenants where tenants.id = tenant_id and slug = ${slug}`;
    },
    async countCompanies(slug) {
      const [row] = await sql<{ all: number; distinct: number }[]>`
        select count(*)::int as all, count(distinct document)::int as distinct
        from public.companies join public.tenants on tenants.id = tenant_id where slug = ${slug}`;
      return row ? { all: row.all, distinct: row.distinct } : { all: 0, distinct: 0 };
    },
    close: () => sql.end(),
  };
}

/** Signs in on the page that is open (every page leads to the sign-in and back) as one of the demo users. */
export async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Senha', { exact: true }).fill('integracoes');
  await page.getByRole('button', { name: 'Entrar' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Integrações' })).toBeVisible();
}
