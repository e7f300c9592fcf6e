import { expect, type Page } from '@playwright/test';
import { createGroup, createVisitor } from './groups.ts';
import { addJob } from './jobs.ts';
import type { PageState, Stage } from './stage.ts';

/** Somebody who administers two groups and audits a third: something is stuck, fails, waits, runs, is in order and was never used. */
export async function prepareGroups({ world }: Pick<Stage, 'world'>) {
  const first = await createGroup(world, { providers: ['acessorias', 'bomcontrole', 'onecode'] });
  const second = await createGroup(world, {
    name: 'São João & Associados Contabilidade Consultiva do Vale do Paraíba',
    providers: ['acessorias', 'onecode'],
  });
  const third = await createGroup(world, { name: 'Jatobá Contábil', providers: ['acessorias', 'bomcontrole'] });
  const visitor = await createVisitor(world, 'admin', first, second);
  await world.sql`
    insert into public.tenant_members (tenant_id, user_id, role) values (${third.id}, ${visitor.userId}, 'auditor')`;
  await addJob(world, first, {
    status: 'running',
    provider: 'onecode',
    minutesAgo: 22,
    processed: 80,
    stillMinutes: 8,
  });
  await addJob(world, second, { status: 'success', minutesAgo: 3000 });
  const refused = { code: 'credentials_rejected', message: 'Acessórias recusou a credencial (página 1).' };
  await addJob(world, second, { status: 'error', minutesAgo: 190, processed: 0, error: refused });
  await world.sql`
    update public.tenant_integrations
    set last_run = now() - interval '190 minutes', last_status = 'error', last_error = ${refused.message},
      last_error_code = ${refused.code}, schedule_kind = 'daily', schedule_time = '06:00',
      schedule_paused_at = now() - interval '190 minutes', schedule_pause_code = ${refused.code},
      failing_since = now() - interval '190 minutes', failures_in_row = 1
    where tenant_id = ${second.id} and provider_slug = 'acessorias'`;
  await addJob(world, third, { status: 'error', minutesAgo: 42 });
  await world.sql`
    update public.tenant_integrations
    set last_run = now() - interval '42 minutes', last_status = 'error', last_error = 'x', last_error_code = 'provider_unavailable'
    where tenant_id = ${third.id} and provider_slug = 'acessorias'`;
  // Afterwards: what counts failures has just counted the first.
  await world.sql`
    update public.tenant_integrations set failing_since = now() - interval '3 days', failures_in_row = 6
    where tenant_id = ${third.id} and provider_slug = 'acessorias'`;
  await addJob(world, second, { status: 'pending', provider: 'onecode', minutesAgo: 2 });
  await addJob(world, third, { status: 'running', provider: 'bomcontrole', minutesAgo: 1, processed: 100 });
  await addJob(world, first, { status: 'success', minutesAgo: 70 });
  await world.sql`
    update public.tenant_integrations
    set last_run = now() - interval '70 minutes', last_status = 'success', schedule_kind = 'hourly'
    where tenant_id = ${first.id} and provider_slug = 'acessorias'`;
  return { first, second, third, visitor };
}

async function showGroups(stage: Stage): Promise<Page> {
  const { first, visitor } = await prepareGroups(stage);
  const page = await stage.open(visitor, `/grupos?tenant=${first.slug}`);
  await expect(page.getByRole('rowheader')).toHaveCount(7);
  await expect(page.getByText('Ao vivo')).toBeVisible();
  return page;
}

/** The page of all groups, and the way to it. */
export const GROUP_STATES: readonly PageState[] = [
  { name: 'groups', show: showGroups },
  {
    name: 'groups-nothing-found',
    async show(stage) {
      const page = await showGroups(stage);
      await page.getByRole('searchbox').fill('ninguém');
      await expect(page.getByText('Nenhuma integração encontrada', { exact: true })).toBeVisible();
      return page;
    },
  },
  {
    name: 'groups-switch',
    async show(stage) {
      const page = await showGroups(stage);
      await page.getByRole('button', { name: /^Grupo / }).click();
      await expect(page.getByRole('link', { name: 'Ver a situação de todos os grupos' })).toBeVisible();
      return page;
    },
  },
];
