import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { detailPath, listPath } from './support/browse.ts';
import { createGroup, createNamedVisitor, type Group } from './support/groups.ts';
import { addJob } from './support/jobs.ts';
import { expect, test } from './support/journey.ts';
import { overflowOf } from './support/looks.ts';
import type { World } from './support/world.ts';

/** A word without a place to break it, as long as each text may be. */
const WORD = (length: number) => 'Wxyz'.repeat(length / 4);
const FAILURE = { code: 'provider_error', message: 'Erro'.repeat(250) };
const WIDTHS = [320, 768, 1280] as const;

async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    expect(await overflowOf(page), `sideways scrolling of ${page.url()} at ${width} px`).toBe(0);
    const scrolling = await page.getByRole('dialog').evaluateAll((dialogs) =>
      dialogs
        .flatMap((dialog) => [dialog, ...dialog.querySelectorAll('*')])
        .filter(
          (element) =>
            element.scrollWidth > element.clientWidth && /auto|scroll/.test(getComputedStyle(element).overflowX),
        )
        .map((element) => element.outerHTML.slice(0, 100)),
    );
    expect(scrolling, `what scrolls sideways within the panel at ${width} px`).toEqual([]);
  }
}

async function longGroup(world: World): Promise<Group> {
  return createGroup(world, { name: WORD(1000), providers: ['acessorias', 'bomcontrole'] });
}

test('a name, a step and an error of 1,000 characters without a blank are read without sideways scrolling', async ({
  world,
  open,
}) => {
  const group = await longGroup(world);
  const other = await longGroup(world);
  const admin = await createNamedVisitor(world, `${WORD(60).toLowerCase()}@${group.slug}.test`, 'admin', group, other);
  await addJob(world, group, {
    status: 'error',
    provider: 'bomcontrole',
    error: FAILURE,
    attempts: 3,
    createdBy: admin.userId,
  });
  const failed = await addJob(world, group, {
    status: 'error',
    error: FAILURE,
    attempts: 2,
    minutesAgo: 60,
    createdBy: admin.userId,
  });
  const done = await addJob(world, group, {
    status: 'success',
    minutesAgo: 90,
    createdBy: admin.userId,
    result: { processed: 511, updated: 1, problems: 1 },
  });
  const change = {
    tenant_id: group.id,
    job_id: done,
    provider_slug: 'acessorias',
    entity: 'companies',
    label: WORD(200),
  };
  const fields = world.sql.json([{ field: 'legal_name', before: WORD(300), after: 'Nome'.repeat(75) }]);
  await world.sql`
    insert into public.integration_changes ${world.sql({ ...change, kind: 'updated', fields, record_id: randomUUID() })}`;
  await world.sql`insert into public.integration_changes ${world.sql({ ...change, kind: 'problem', reason: 'Causa'.repeat(40) })}`;
  const running = {
    status: 'running',
    processed: 100,
    minutesAgo: 0,
    step: WORD(200),
    createdBy: admin.userId,
  } as const;
  await addJob(world, group, running);

  const detail = await open(admin, detailPath(group.slug));
  await expect(detail.locator('dd', { hasText: WORD(200) })).toBeVisible();
  await expectNoSidewaysScrolling(detail);

  const page = await open(admin, listPath(group.slug));
  await expect(page.getByText(FAILURE.message)).toBeVisible();
  await expectNoSidewaysScrolling(page);

  const failure = await open(admin, detailPath(group.slug, `&aba=execucoes&execucao=${failed}`));
  await expect(failure.getByRole('dialog').getByText(FAILURE.message).first()).toBeVisible();
  await expectNoSidewaysScrolling(failure);

  const outcome = await open(admin, detailPath(group.slug, `&aba=execucoes&execucao=${done}`));
  await expect(outcome.getByRole('dialog').getByText('Causa'.repeat(40))).toBeVisible();
  await expect(outcome.getByRole('dialog').getByText('Nome'.repeat(75))).toBeVisible();
  await expectNoSidewaysScrolling(outcome);

  const settings = await open(admin, detailPath(group.slug, '&aba=configuracao'));
  await expect(settings.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(settings.getByText(admin.email).first()).toBeVisible();
  await expectNoSidewaysScrolling(settings);
});

test('whoever may not read a group with a long name reads its name without sideways scrolling', async ({
  world,
  open,
}) => {
  const group = await longGroup(world);
  const page = await open(
    await createNamedVisitor(world, `${WORD(60).toLowerCase()}@${group.slug}.test`, 'member', group),
    listPath(group.slug),
  );
  await expect(page.getByRole('heading', { level: 1 })).toContainText(group.name);
  await expectNoSidewaysScrolling(page);
});
