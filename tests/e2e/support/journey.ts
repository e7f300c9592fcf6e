import { test as base, expect, type Page } from '@playwright/test';
import { type BrowseOptions, browse } from './browse.ts';
import type { Visitor } from './groups.ts';
import { testedWorld, type World } from './world.ts';

/** Opens a path in a window of its own, signed in as the visitor. The windows are closed at the end of the journey. */
export type Open = (visitor: Visitor | null, path: string, options?: BrowseOptions) => Promise<Page>;

interface Watched {
  page: Page;
  /** Documents loaded, the first one included. */
  loads: number;
  failures: Error[];
}

const watched = new WeakMap<Page, Watched>();

/** Loads the page anew, as the user may. Nothing else may: every journey ends with a look at how often its pages were loaded. */
export async function reload(page: Page): Promise<void> {
  const entry = watched.get(page);
  if (entry === undefined) throw new Error('Cannot reload: the page was not opened by the journey');
  entry.loads -= 1;
  await page.reload();
}

export const test = base.extend<{ open: Open }, { world: World }>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern that nothing is needed
    async ({}, use) => {
      const world = testedWorld();
      await use(world);
      await world.close();
    },
    { scope: 'worker' },
  ],

  open: async ({ browser, world }, use) => {
    const pages: Watched[] = [];
    await use(async (visitor, path, { prepare, ...options } = {}) =>
      browse(browser, world, visitor, path, {
        ...options,
        prepare: async (page) => {
          const entry: Watched = { page, loads: 0, failures: [] };
          watched.set(page, entry);
          pages.push(entry);
          page.on('domcontentloaded', () => {
            entry.loads += 1;
          });
          page.on('pageerror', (error) => entry.failures.push(error));
          await prepare?.(page);
        },
      }),
    );
    for (const { page, loads, failures } of pages) {
      expect(failures, 'uncaught errors of the page').toEqual([]);
      expect(loads, `${page.url()} was loaded once and never again by itself`).toBe(1);
      await page.context().close();
    }
  },
});

export { expect };
