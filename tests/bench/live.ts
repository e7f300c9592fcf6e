import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import postgres from 'postgres';
import { minimumRunMs } from '../../supabase/local/sandbox/measure.ts';
import { freePort } from '../support/database/database-setup.ts';
import { ensureChromium } from '../support/gate/chromium.ts';
import { projectDir, toolEnv } from '../support/run.ts';
import { startTestStack, type TestStackAddress } from '../support/stack/stack.ts';
import { until } from '../support/until.ts';
import { firstCardOnSlow3G } from './slow-network.ts';
import { summary } from './statistics.ts';

/**
 * `npm run bench:live`: what a user feels, in a real Chromium: cold start, click to badge in another window, a whole run beside the
 * sandbox's own minimum, a database change to pixels, and the loading of the built app. One line per figure with its aim.
 */

const TENANT = '00000000-0000-4000-8000-00000000000a';
const CLICKS = 20;
const CHANGES = 200;

function report(what: string, figure: string, aim: string): void {
  console.log(`${what.padEnd(58)} ${figure.padEnd(48)} aim: ${aim}`);
}

/** From `npm start` with no data to a page that shows the sign-in form. */
async function measureColdStart(browser: Browser): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'integracoes-cold-'));
  const [app, api, db, sandbox] = (await Promise.all([freePort(), freePort(), freePort(), freePort()])).map(String);
  const env = toolEnv({
    INTEGRACOES_DATA_DIR: dataDir,
    INTEGRACOES_APP_PORT: app ?? '',
    INTEGRACOES_API_PORT: api ?? '',
    INTEGRACOES_DB_PORT: db ?? '',
    INTEGRACOES_SANDBOX_PORT: sandbox ?? '',
  });
  const startedAt = performance.now();
  const child = spawn('npm', ['start'], { cwd: projectDir, env, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  const ended = new Promise((resolve) => child.once('close', resolve));
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  try {
    await until('npm start', () => (output.includes('Ready in') ? true : null), 120_000);
    const page = await browser.newPage();
    await page.goto(`http://localhost:${app}/integracoes`);
    await page.getByRole('button', { name: 'Entrar' }).waitFor();
    report('Cold npm start to a usable page', `${((performance.now() - startedAt) / 1000).toFixed(1)} s`, 'under 8 s');
    await page.close();
  } finally {
    if (child.pid) process.kill(-child.pid, 'SIGTERM');
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function openList(browser: Browser, address: TestStackAddress, email: string): Promise<Page> {
  const context = await browser.newContext({ locale: 'pt-BR' });
  const page = await context.newPage();
  await page.goto(`${address.appUrl}/integracoes`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Senha', { exact: true }).fill('integracoes');
  await page.getByRole('button', { name: 'Entrar' }).click();
  await page.getByText('Ao vivo').waitFor();
  await page.getByRole('article', { name: 'Acessórias' }).waitFor();
  return page;
}

/** Notes the wall-clock time at which `text` is first seen in the Acessórias card, once per call of the returned function. */
function watchFor(page: Page, text: string): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const card = [...document.querySelectorAll('article')].find((article) =>
          article.textContent?.includes('Acessórias'),
        );
        const look = () => {
          if (!card?.textContent?.includes(wanted)) return;
          observer.disconnect();
          requestAnimationFrame(() => resolve(Date.now()));
        };
        const observer = new MutationObserver(look);
        observer.observe(card ?? document.body, { subtree: true, childList: true, characterData: true });
        look();
      }),
    text,
  );
}

async function measureClicks(browser: Browser, address: TestStackAddress, sql: postgres.Sql): Promise<void> {
  const [first, second] = await Promise.all([
    openList(browser, address, 'admin@aurora.test'),
    openList(browser, address, 'auditor@aurora.test'),
  ]);
  const card = first.getByRole('article', { name: 'Acessórias' });
  const times: number[] = [];
  for (let click = 0; click < CLICKS; click += 1) {
    await card.getByRole('button', { name: 'Executar' }).and(first.locator(':not([aria-disabled="true"])')).waitFor();
    const seen = watchFor(second, 'Processando...');
    const clickedAt = Date.now();
    await card.getByRole('button', { name: 'Executar' }).click();
    times.push((await seen) - clickedAt);
    await sql`update public.integration_jobs set status = 'canceled' where tenant_id = ${TENANT} and status in ('pending', 'running')`;
    await until('the badge of both windows', async () => {
      const texts = await Promise.all(
        [first, second].map((page) => page.getByRole('article', { name: 'Acessórias' }).textContent()),
      );
      return texts.every((text) => text?.includes('Cancelado')) ? true : null;
    });
    await sql`delete from public.integration_events where tenant_id = ${TENANT}`;
  }
  report('Click to "Processando..." in a second window', summary(times), 'under 300 ms (median)');
  await Promise.all([first.context().close(), second.context().close()]);
}

async function measureRun(address: TestStackAddress, browser: Browser, sql: postgres.Sql): Promise<void> {
  const minimum = await minimumRunMs(27, 200);
  const page = await openList(browser, address, 'admin@aurora.test');
  await page.getByRole('article', { name: 'Acessórias' }).getByRole('button', { name: 'Executar' }).click();
  const job = await until('the run', async () => {
    const [row] = await sql<{ ms: number; processed: number }[]>`
      select extract(epoch from finished_at - created_at)::float * 1000 as ms, processed_count as processed
      from public.integration_jobs where tenant_id = ${TENANT} and status = 'success' and created_at > now() - interval '1 minute'`;
    return row ?? null;
  });
  const over = ((job.ms / minimum - 1) * 100).toFixed(1);
  report(
    `Whole run of ${job.processed} companies, click to end`,
    `${Math.round(job.ms)} ms; 27 requests alone: ${Math.round(minimum)} ms; +${over} %`,
    'within 15 %',
  );
  await page.context().close();
}

async function measureChanges(browser: Browser, address: TestStackAddress, sql: postgres.Sql): Promise<void> {
  const page = await openList(browser, address, 'auditor@aurora.test');
  // Made and claimed in one transaction: no worker of the stack sees it before it is held, and it is held for longer than this takes.
  const id = await sql.begin(async (held) => {
    await held`
      insert into public.integration_jobs (tenant_id, provider_slug, run_after, total_count)
      values (${TENANT}, 'acessorias', 'epoch', ${CHANGES})`;
    const [row] = await held<{ id: string }[]>`
      select public.claim_integration_job('bench') ->> 'job_id' as id`;
    if (!row) throw new Error('Cannot measure: no job was made');
    await held`update private.job_leases set expires_at = now() + interval '1 hour' where job_id = ${row.id}`;
    return row.id;
  });
  await page.getByRole('progressbar', { name: 'Acessórias' }).waitFor();
  const times: number[] = [];
  for (let count = 1; count <= CHANGES; count += 1) {
    const seen = watchFor(page, `${count} de ${CHANGES}`);
    // The observer is in place once the page has answered anything after it.
    await page.evaluate(() => true);
    const changedAt = Date.now();
    // Together, so that a refused change is told as itself and not as the closed page that follows it.
    const [seenAt] = await Promise.all([
      seen,
      sql`update public.integration_jobs set processed_count = ${count}, total_count = ${CHANGES} where id = ${id}`,
    ]);
    times.push(seenAt - changedAt);
  }
  await sql`update public.integration_jobs set status = 'canceled' where id = ${id}`;
  report('Database change to pixels', summary(times), 'p95 under 150 ms');
  await page.context().close();
}

async function measureLoading(browser: Browser, address: TestStackAddress): Promise<void> {
  const page = await (await browser.newContext()).newPage();
  await page.addInitScript(() => {
    const vitals = { lcp: 0, cls: 0, tbt: 0 };
    Object.assign(window, { vitals });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) vitals.lcp = entry.startTime;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
        if (!entry.hadRecentInput) vitals.cls += entry.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) vitals.tbt += Math.max(0, entry.duration - 50);
    }).observe({ type: 'longtask', buffered: true });
  });
  await page.goto(`${address.appUrl}/entrar`, { waitUntil: 'networkidle' });
  const { lcp, cls, tbt } = await page.evaluate(
    () => (window as unknown as { vitals: { lcp: number; cls: number; tbt: number } }).vitals,
  );
  report(
    'Loading of the built app (sign-in page)',
    `LCP ${Math.round(lcp)} ms, CLS ${cls.toFixed(3)}, TBT ${Math.round(tbt)} ms`,
    'LCP under 2500, CLS under 0.1, TBT under 200',
  );
  await page.context().close();
}

const browser = await chromium.launch({
  executablePath: await ensureChromium(),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
try {
  await measureColdStart(browser);
  const stack = await startTestStack({ INTEGRACOES_SANDBOX_LATENCY_MS: '200' });
  const sql = postgres(stack.address.databaseUrl, { max: 2, onnotice: () => {} });
  try {
    await measureLoading(browser, stack.address);
    const { ms, bytes } = await firstCardOnSlow3G(browser, stack.address, 'admin@aurora.test');
    const figure = `${(ms / 1000).toFixed(1)} s, ${Math.round(bytes / 1024)} KiB`;
    report('First card on slow 3G, nothing cached', figure, 'under 8 s');
    await measureClicks(browser, stack.address, sql);
    await measureChanges(browser, stack.address, sql);
    await measureRun(stack.address, browser, sql);
  } finally {
    await sql.end();
    await stack.close();
  }
} finally {
  await browser.close();
}
