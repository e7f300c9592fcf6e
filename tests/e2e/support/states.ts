import { expect, type Page } from '@playwright/test';
import { BAD_DAY_STATES } from './bad-day-states.ts';
import { detailPath, listPath } from './browse.ts';
import { GROUP_STATES } from './group-states.ts';
import { createGroup, createVisitor, type Group } from './groups.ts';
import { addJob, type JobSeed } from './jobs.ts';
import { PEOPLE_STATES } from './people-states.ts';
import { RESULT_STATES } from './result-states.ts';
import { REVIEW_STATES } from './review-states.ts';
import { BULK_STATES, SETUP_STATES } from './setup-states.ts';
import { type PageState, prepare } from './stage.ts';
import type { World } from './world.ts';

const DONE: JobSeed = { status: 'success', minutesAgo: 70 };
const FAILED: JobSeed = {
  status: 'error',
  provider: 'bomcontrole',
  attempts: 3,
  processed: 200,
  minutesAgo: 42,
  error: {
    code: 'provider_unavailable',
    message:
      'Bom Controle respondeu com o erro 503 (página 3). Se continuar, verifique a situação do provedor e execute novamente.',
  },
};
const CANCELED: JobSeed = { status: 'canceled', provider: 'onecode', processed: 80, minutesAgo: 4 };
const RUNNING: JobSeed = {
  status: 'running',
  processed: 215,
  total: 511,
  minutesAgo: 1,
  step: 'Lendo empresas: página 11',
};
const LIMITED: JobSeed = {
  status: 'pending',
  provider: 'bomcontrole',
  attempts: 0,
  processed: 84,
  total: 200,
  minutesAgo: 3,
  waitSeconds: 240,
  error: {
    code: 'rate_limited',
    message:
      'Bom Controle limitou o número de consultas (página 3). A execução continua automaticamente quando o limite for liberado.',
  },
};
const RETRYING: JobSeed = {
  status: 'pending',
  provider: 'onecode',
  attempts: 1,
  processed: 240,
  total: 511,
  minutesAgo: 2,
  waitSeconds: 95,
  error: {
    code: 'provider_unavailable',
    message:
      'OneCode respondeu com o erro 503 (página 2). Se continuar, verifique a situação do provedor e execute novamente.',
  },
};

/** A group with a month behind it: about one run a working day, some of them failed or cancelled. */
export async function addHistory(world: World, group: Group, createdBy: string): Promise<void> {
  for (let day = 1; day < 30; day += 1) {
    const weekday = new Date(Date.now() - day * 86_400_000).getDay();
    if (weekday === 0 || weekday === 6) continue;
    const status = day % 11 === 9 ? 'error' : day % 13 === 5 ? 'canceled' : 'success';
    await addJob(world, group, {
      status,
      minutesAgo: day * 1440 - 40 + day * 7,
      attempts: status === 'error' ? 3 : 1,
      tookMs: 5200 + ((day * 379) % 1900),
      total: 498 - Math.floor(day / 3),
      ...(status === 'success' ? {} : { processed: 120 + day * 4 }),
      createdBy,
    });
  }
}

/** Holds back or refuses what the page asks of REST, from the first request on. */
const answerTables = (page: Page, answer: 'never' | 'refused') =>
  page.route(/\/rest\/v1\/(tenant_integrations|integration_jobs|rpc)/, async (route) => {
    if (answer === 'refused') await route.abort('connectionrefused');
  });

const list = (name: string, jobs: JobSeed[], ready: (page: Page) => Promise<void>): PageState => ({
  name: `list-${name}`,
  async show({ world, open }) {
    const { group, visitor } = await prepare(world, 'admin', jobs);
    const page = await open(visitor, listPath(group.slug));
    await expect(page.getByRole('article')).toHaveCount(3);
    await ready(page);
    await expect(page.getByText('Ao vivo')).toBeVisible();
    return page;
  },
});

const lists: PageState[] = [
  list('under-way', [RUNNING, LIMITED, RETRYING], async (page) => {
    await expect(page.getByText('215 de 511 registros')).toBeVisible();
    await expect(page.getByText(/^Nova tentativa em/)).toHaveCount(2);
    await expect(page.getByText(/^Limite do provedor até/)).toBeVisible();
  }),
  list('ended', [DONE, FAILED, CANCELED], async (page) => {
    await expect(page.getByText('Concluído')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Ver erro' })).toBeVisible();
    await expect(page.getByText('Cancelado')).toBeVisible();
  }),
  {
    name: 'list-dialog',
    async show({ world, open }) {
      const { group, visitor } = await prepare(world, 'admin', [RUNNING]);
      const page = await open(visitor, listPath(group.slug));
      await page.getByRole('button', { name: 'Cancelar', exact: true }).click();
      await expect(page.getByRole('alertdialog')).toBeVisible();
      return page;
    },
  },
  {
    name: 'list-offline',
    async show({ world, open }) {
      const { group, visitor } = await prepare(world, 'admin', [RUNNING]);
      const page = await open(visitor, listPath(group.slug));
      await expect(page.getByRole('article')).toHaveCount(3);
      await page.context().setOffline(true);
      await expect(page.getByText(/Você vê os últimos dados recebidos/)).toBeVisible();
      return page;
    },
  },
  {
    name: 'list-loading',
    async show({ world, open }) {
      const { group, visitor } = await prepare(world, 'admin', []);
      const page = await open(visitor, listPath(group.slug), { prepare: (opened) => answerTables(opened, 'never') });
      await expect(page.getByText('Carregando integrações…')).toBeAttached();
      // The grey cards have neither role nor words.
      await expect(page.locator('main [aria-hidden="true"]').first()).toBeVisible();
      return page;
    },
  },
  {
    name: 'list-unreachable',
    async show({ world, open }) {
      const { group, visitor } = await prepare(world, 'admin', []);
      const page = await open(visitor, listPath(group.slug), { prepare: (opened) => answerTables(opened, 'refused') });
      await expect(page.getByText('Não foi possível carregar as integrações')).toBeVisible();
      return page;
    },
  },
  {
    name: 'list-empty',
    async show({ world, open }) {
      const group = await createGroup(world, { providers: [] });
      const page = await open(await createVisitor(world, 'admin', group), listPath(group.slug));
      await expect(page.getByText('Nenhuma integração ainda')).toBeVisible();
      return page;
    },
  },
];

const detail = (name: string, query: string, jobs: JobSeed[], ready: (page: Page) => Promise<void>): PageState => ({
  name: `detail-${name}`,
  async show({ world, open }) {
    const { group, visitor } = await prepare(world, 'admin', jobs);
    await addHistory(world, group, visitor.userId);
    const page = await open(visitor, detailPath(group.slug, query));
    await expect(page.getByRole('heading', { level: 1, name: 'Acessórias' })).toBeVisible();
    await ready(page);
    return page;
  },
});

const details: PageState[] = [
  detail('overview', '', [RUNNING], async (page) => {
    await expect(page.getByRole('region', { name: 'Execução atual' })).toBeVisible();
    await expect(page.getByRole('figure', { name: /nos últimos 30 dias$/ })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Ver execução' }).first()).toBeVisible();
    await page.getByText('Ver os números em tabela').click();
  }),
  detail('executions', '&aba=execucoes', [RUNNING], (page) =>
    expect(page.getByRole('table').getByRole('row').nth(1)).toContainText('Processando...'),
  ),
  detail('settings', '&aba=configuracao', [], (page) =>
    expect(page.getByRole('switch', { name: 'Integração ativa' })).toBeVisible(),
  ),
  {
    name: 'detail-panel',
    async show({ world, open }) {
      const { group, visitor } = await prepare(world, 'auditor', []);
      const failed = await addJob(world, group, { ...FAILED, provider: 'acessorias', createdBy: visitor.userId });
      const page = await open(visitor, detailPath(group.slug, `&aba=execucoes&execucao=${failed}`));
      const panel = page.getByRole('dialog');
      await expect(panel.getByText('Tentativa 3: falha')).toBeVisible();
      await panel.getByText('Detalhes técnicos').first().click();
      await expect(panel.getByRole('button', { name: 'Copiar detalhes' })).toBeVisible();
      return page;
    },
  },
];

const others: PageState[] = [
  {
    name: 'sign-in',
    async show({ open }) {
      const page = await open(null, '/');
      await expect(page.getByRole('button', { name: 'Entrar' })).toBeVisible();
      return page;
    },
  },
  {
    name: 'sign-in-refused',
    async show({ open }) {
      const page = await open(null, '/');
      await page.getByLabel('E-mail').fill('ninguem@ipe.test');
      await page.getByLabel('Senha', { exact: true }).fill('errada');
      await page.getByRole('button', { name: 'Entrar' }).click();
      await expect(page.getByRole('alert')).toContainText('E-mail ou senha incorretos');
      return page;
    },
  },
  {
    name: 'member',
    async show({ world, open }) {
      const { group, visitor } = await prepare(world, 'member', []);
      const page = await open(visitor, listPath(group.slug));
      await expect(page.getByRole('heading', { level: 1 })).toContainText('Você ainda não tem acesso');
      return page;
    },
  },
  {
    name: 'unknown-group',
    async show({ world, open }) {
      const { visitor } = await prepare(world, 'admin', []);
      const page = await open(visitor, listPath('nenhum'));
      await expect(page.getByRole('heading', { level: 1, name: 'Grupo não encontrado' })).toBeVisible();
      return page;
    },
  },
  {
    name: 'not-found',
    async show({ world, open }) {
      const { group, visitor } = await prepare(world, 'admin', []);
      const page = await open(visitor, `/relatorios?tenant=${group.slug}`);
      await expect(page.getByRole('heading', { level: 1, name: 'Página não encontrada' })).toBeVisible();
      return page;
    },
  },
];

export const PAGE_STATES: readonly PageState[] = [
  ...others,
  ...lists,
  ...details,
  ...RESULT_STATES,
  ...REVIEW_STATES,
  ...PEOPLE_STATES,
  ...SETUP_STATES,
  ...BAD_DAY_STATES,
  ...BULK_STATES,
  ...GROUP_STATES,
];
