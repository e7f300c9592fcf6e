import { createServer, type ViteDevServer } from 'vite';
import { projectDir } from '../support/run.ts';
import { listPath } from './support/browse.ts';
import { createGroup, createVisitor } from './support/groups.ts';
import { expect, test } from './support/journey.ts';
import { wireOf } from './support/wire.ts';
import type { World } from './support/world.ts';

/** The app as `npm run dev` serves it: React mounts everything twice there. */

async function serveSources(world: World): Promise<ViteDevServer> {
  process.env.VITE_SUPABASE_URL = world.apiUrl;
  process.env.VITE_SUPABASE_PUBLISHABLE_KEY = world.publishableKey;
  const server = await createServer({
    root: projectDir,
    logLevel: 'warn',
    cacheDir: 'node_modules/.vite-journey',
    server: { host: '127.0.0.1', port: 0 },
  });
  return server.listen();
}

test('the page joins one channel once, although everything is mounted twice', async ({ world, browser }) => {
  const server = await serveSources(world);
  const address = server.httpServer?.address();
  if (typeof address !== 'object' || address === null) throw new Error('Cannot find the port of the dev server');
  const origin = `http://127.0.0.1:${address.port}`;
  const group = await createGroup(world);
  const visitor = await createVisitor(world, 'admin', group);
  const context = await browser.newContext({
    storageState: { cookies: [], origins: [{ origin, localStorage: visitor.stored }] },
  });
  try {
    const page = await context.newPage();
    const wire = await wireOf(page);
    await page.goto(origin + listPath(group.slug));
    await expect(page.getByText('Ao vivo')).toBeVisible({ timeout: 40_000 });
    await page.getByRole('link', { name: 'Acessórias' }).click();
    await expect(page.getByRole('tab', { name: 'Execuções' })).toBeVisible();
    await expect(page.getByText('Ao vivo')).toBeVisible();
    expect(wire.joins()).toBe(1);
  } finally {
    await context.close();
    await server.close();
  }
});
