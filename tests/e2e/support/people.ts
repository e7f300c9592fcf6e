import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import type { Role } from '../../support/database/fixtures.ts';
import type { Group } from './groups.ts';
import type { World } from './world.ts';

export const peoplePath = (slug: string) => `/pessoas?tenant=${slug}`;

/** Somebody who was invited into the group and has not come; returns the e-mail. */
export async function addInvited(world: World, group: Group, role: Role, invitedBy: string): Promise<string> {
  const id = randomUUID();
  const email = `rosa-${id.slice(0, 8)}@ipe.test`;
  await world.sql`insert into auth.users (id, email) values (${id}, ${email})`;
  await world.sql`
    insert into public.tenant_members (tenant_id, user_id, role, invited_by)
    values (${group.id}, ${id}, ${role}, ${invitedBy})`;
  return email;
}

/** Path and query of the link in the newest mail to somebody, as the mail page of the local stack shows it. */
export async function linkInMailTo(page: Page, world: World, address: string): Promise<string> {
  const mails = await page.context().newPage();
  await mails.goto(`${world.apiUrl}/mail`);
  const mail = mails
    .getByRole('listitem')
    .filter({ hasText: `Para ${address},` })
    .first();
  await expect(mail).toBeVisible();
  const href = await mail.frameLocator('iframe').getByRole('link').getAttribute('href');
  await mails.close();
  const { pathname, search } = new URL(href ?? '');
  return pathname + search;
}
