import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { required } from '../support/database/fixtures.ts';
import { detailPath, listPath } from './support/browse.ts';
import { createGroup, createVisitor, type Group } from './support/groups.ts';
import { addJob, newestJob } from './support/jobs.ts';
import { expect, test } from './support/journey.ts';
import type { World } from './support/world.ts';

const HOURS_2 = 2 * 3_600_000;

/** The group runs all that it may, three runs that are none: what it enqueues now has to wait for `freePlaces`. */
async function takePlaces(world: World, group: Group): Promise<void> {
  for (let place = 1; place <= 3; place += 1) {
    const id = await addJob(world, group, { status: 'success', minutesAgo: 60 * place, tookMs: 50_000 });
    await world.sql`
      insert into private.job_leases (
        job_id, token, worker, claimed_at, expires_at, tenant_id, provider_slug, slot, tenant_slot, provider_slot
      )
      values (
        ${id}, gen_random_uuid(), 'journey', now(), now() + interval '1 hour', ${group.id}, 'onecode',
        ${20_000 + Math.floor(Math.random() * 1_000_000)}, ${place}, ${20_000 + place}
      )`;
  }
}
const freePlaces = (world: World, group: Group) =>
  world.sql`delete from private.job_leases where tenant_id = ${group.id} and worker = 'journey'`;

/** Counts how often a page asks for a token. */
function tokenRequests(page: Page): { count: number } {
  const asked = { count: 0 };
  page.on('request', (request) => {
    if (request.url().includes('/auth/v1/token') && request.method() === 'POST') asked.count += 1;
  });
  return asked;
}

test('a waiting run says its place in two windows, one of them two hours fast, and begins when there is room', async ({
  world,
  open,
}) => {
  const group = await createGroup(world);
  await takePlaces(world, group);
  const tokens: { count: number }[] = [];
  const fast = await open(await createVisitor(world, 'admin', group), listPath(group.slug), {
    prepare: async (page) => {
      tokens.push(tokenRequests(page));
      await page.clock.install({ time: Date.now() + HOURS_2 });
    },
  });
  const other = await open(await createVisitor(world, 'auditor', group), detailPath(group.slug), {
    timezoneId: 'America/Manaus',
  });
  const card = fast.getByRole('article', { name: 'Acessórias' });
  await expect(card.getByText(/^Dados atualizados há 1 hora|^Dados atualizados há 5\d minutos/)).toBeVisible();

  await card.getByRole('button', { name: 'Executar' }).click();
  await expect(card.getByText('Processando...')).toBeVisible();
  await expect(card.getByText(/^É a próxima da fila, começa /)).toBeVisible();
  await expect(card.getByText('O grupo já tem o máximo de execuções ao mesmo tempo.')).toBeVisible();
  await expect(card.getByText(/^Na fila/)).toContainText('agora');

  await expect(other).toHaveTitle('Na fila · Acessórias');
  await expect(other.getByText('Processando...')).toHaveCount(0);
  await expect(other.getByText(/^É a próxima da fila, começa /)).toBeVisible();
  await expect(other.getByText('Os horários seguem o horário de Brasília.')).toBeVisible();
  expect((await new AxeBuilder({ page: other }).analyze()).violations).toEqual([]);

  await freePlaces(world, group);
  await expect(card.getByText('Concluído')).toBeVisible({ timeout: 30_000 });
  await expect(card.getByText(/^Dados atualizados/)).toContainText('agora');
  await expect(other.getByText('Concluído').first()).toBeVisible();
  await expect(other).toHaveTitle('Acessórias · Integrações');
  expect(required(tokens[0]).count).toBeLessThanOrEqual(1);
});

test('a wait without a reason is called slow after two minutes, and one for a limit is no percentage', async ({
  world,
  open,
}) => {
  const group = await createGroup(world);
  const id = await addJob(world, group, { status: 'pending', minutesAgo: 3, total: null, waitSeconds: 86_400 });
  // Due for three minutes, and no worker comes. In the database it waits for a day, or the worker would take it at once.
  const page = await open(await createVisitor(world, 'auditor', group), detailPath(group.slug), {
    prepare: (opened) =>
      opened.route(/integration_jobs\?|newest_integration_jobs/, async (route) => {
        const answer = await route.fetch();
        const rows = (await answer.json()) as Record<string, unknown>[];
        const due = new Date(Date.now() - 180_000).toISOString();
        const stuck = { status: 'pending', run_after: due, created_at: due, started_at: null, error_code: null };
        await route.fulfill({
          response: answer,
          json: rows.map((row) => (row.id === id ? { ...row, ...stuck, error_message: null, finished_at: null } : row)),
        });
      }),
  });
  await expect(page.getByText('A fila está demorando mais que o normal.')).toBeVisible();
  await page.unrouteAll({ behavior: 'ignoreErrors' });

  const limited = await createGroup(world);
  await addJob(world, limited, {
    status: 'pending',
    attempts: 1,
    processed: 84,
    total: 200,
    waitSeconds: 600,
    error: { code: 'rate_limited', message: 'Limite do provedor.' },
  });
  const waiting = await open(await createVisitor(world, 'auditor', limited), detailPath(limited.slug));
  await expect(waiting).toHaveTitle('Aguardando · Acessórias');
});

test('the log of a run is followed live, searched and taken along by keyboard', async ({ world, open }) => {
  const group = await createGroup(world, {
    sandbox: {
      companies: 120,
      latencyMs: 150,
      faults: [{ kind: 'status', status: 429, retryAfter: 1, page: 3, times: 1 }],
    },
  });
  const admin = await createVisitor(world, 'admin', group);
  const page = await open(admin, detailPath(group.slug));
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('read_integration_run_log')) asked.push(request.url());
  });
  await page.getByRole('button', { name: 'Executar agora' }).click();
  await expect(page.getByRole('heading', { name: 'Execução atual' })).toBeVisible();
  const { id } = await newestJob(world, group);
  await page.getByRole('tab', { name: 'Execuções' }).click();
  await page.getByRole('row').nth(1).getByRole('link', { name: 'Ver detalhes' }).click();
  const panel = page.getByRole('dialog', { name: /^Execução de/ });
  await expect(panel).toBeVisible();
  expect(asked).toEqual([]);
  const summary = panel.getByText('Ver o que aconteceu, passo a passo');
  await summary.focus();
  await page.keyboard.press('Enter');
  const lines = panel.getByRole('list', { name: /^Registro, / }).getByRole('listitem');
  await expect(lines.last()).toContainText(`Colocada na fila por: Você`);
  await expect(lines.nth(-2)).toContainText(/Assumida por worker-/);
  await expect(lines.first()).toContainText('Concluída', { timeout: 45_000 });
  await expect(panel.getByText(/Limite do provedor: espera até/)).toBeVisible();
  await expect(panel.getByText(/^Retomada por worker-/)).toBeVisible();
  expect((await new AxeBuilder({ page }).include('[role=dialog]').analyze()).violations).toEqual([]);

  await panel.getByRole('button', { name: 'Páginas', exact: true }).click();
  await expect(lines.first()).toContainText(/Página \d+: .* HTTP 200/);
  await panel.getByRole('searchbox', { name: 'Procurar no registro' }).fill('PAGINA 1:');
  await expect(lines).toHaveCount(1);
  const download = page.waitForEvent('download');
  await panel.getByRole('button', { name: 'Baixar CSV' }).click();
  expect((await download).suggestedFilename()).toBe(`acessorias-registro-${id}.csv`);
});
