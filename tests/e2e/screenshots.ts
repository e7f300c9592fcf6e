import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, expect, type Page } from '@playwright/test';
import { ensureChromium } from '../support/gate/chromium.ts';
import { projectDir } from '../support/run.ts';
import { startTestStack } from '../support/stack/stack.ts';
import { browse, detailPath, listPath } from './support/browse.ts';
import { createGroup, createNamedVisitor } from './support/groups.ts';
import { addJob } from './support/jobs.ts';
import { look } from './support/looks.ts';
import type { Stage } from './support/stage.ts';
import { addHistory, PAGE_STATES } from './support/states.ts';
import { connectWorld } from './support/world.ts';

/**
 * `npm run screenshots`: every state of every page in both themes and three widths, into .local/screenshots.
 * `npm run screenshots -- --only detail`: those states only whose name has the text.
 * `npm run screenshots -- --readme`: the pictures of the README, into tests/e2e/screenshots.
 */
const { values } = parseArgs({
  options: { readme: { type: 'boolean', default: false }, only: { type: 'string', default: '' } },
});
const folder = values.readme
  ? join(projectDir, 'tests', 'e2e', 'screenshots')
  : join(projectDir, '.local', 'screenshots');

const WINDOWS = [
  { width: 360, height: 740 },
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
];

async function shootEveryState(stage: Stage): Promise<void> {
  for (const state of PAGE_STATES.filter(({ name }) => name.includes(values.only))) {
    const page = await state.show(stage);
    // What lies over the page belongs to the window, not to the whole length of the page.
    const fullPage = (await page.getByRole('dialog').or(page.getByRole('alertdialog')).count()) === 0;
    for (const theme of ['light', 'dark'] as const) {
      for (const window of WINDOWS) {
        await look(page, { theme, ...window });
        await page.screenshot({ path: join(folder, `${state.name}-${theme}-${window.width}.png`), fullPage });
      }
    }
    console.log(state.name);
    await page.context().close();
  }
}

async function shootReadme({ world, open }: Stage): Promise<void> {
  const group = await createGroup(world, {
    name: 'Aurora Contabilidade',
    providers: ['acessorias', 'bomcontrole', 'onecode'],
  });
  const admin = await createNamedVisitor(world, 'ana@aurora.com.br', 'admin', group);
  await addHistory(world, group, admin.userId);
  await addJob(world, group, {
    status: 'error',
    attempts: 3,
    processed: 200,
    minutesAgo: 190,
    createdBy: admin.userId,
  });
  await addJob(world, group, {
    status: 'success',
    provider: 'bomcontrole',
    total: 1284,
    tookMs: 14_300,
    minutesAgo: 12,
  });
  await addJob(world, group, {
    status: 'error',
    provider: 'onecode',
    minutesAgo: 3,
    error: {
      code: 'credentials_rejected',
      message:
        'OneCode recusou a credencial (página 1). Informe uma credencial válida na aba Configuração e execute novamente.',
    },
  });
  await addJob(world, group, {
    status: 'running',
    processed: 215,
    total: 511,
    minutesAgo: 0,
    step: 'Lendo empresas: página 11',
    createdBy: admin.userId,
  });
  const shoot = async (page: Page, name: string) => {
    await expect(page.getByText('Ao vivo')).toBeVisible();
    await look(page, { theme: 'light', width: 1280, height: 800 });
    await page.screenshot({ path: join(folder, `${name}.png`) });
  };
  const list = await open(admin, listPath(group.slug));
  await expect(list.getByText('215 de 511 registros')).toBeVisible();
  await shoot(list, 'integracoes');
  const detail = await open(admin, detailPath(group.slug, '&aba=execucoes'));
  await expect(detail.getByRole('table').getByRole('row').nth(1)).toContainText('Processando...');
  await shoot(detail, 'execucoes');
}

const stack = await startTestStack();
const world = connectWorld(stack.address);
let browser: Browser | undefined;
try {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const launched = await chromium.launch({ executablePath: await ensureChromium(), args: ['--no-sandbox'] });
  browser = launched;
  const brazil = { locale: 'pt-BR', timezoneId: 'America/Sao_Paulo' };
  const open: Stage['open'] = (visitor, path, options) =>
    browse(launched, world, visitor, path, { ...brazil, ...options });
  await (values.readme ? shootReadme : shootEveryState)({ world, open });
  console.log(`Pictures are in ${folder}`);
} finally {
  await browser?.close();
  await world.close();
  await stack.close();
}
