import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import type { Visitor } from './groups.ts';
import type { World } from './world.ts';

/** Where a page leads: the list, or one integration. */
export const listPath = (slug: string) => `/integracoes?tenant=${slug}`;
export const detailPath = (slug: string, query = '') => `/integracoes/acessorias?tenant=${slug}${query}`;

export interface BrowseOptions extends BrowserContextOptions {
  /** Called before the page is loaded, for routes and clocks. */
  prepare?: (page: Page) => Promise<unknown>;
}

/** A window of its own (its own cookies and storage) for somebody who has signed in before, or for nobody. */
export async function openContext(
  browser: Browser,
  world: World,
  visitor: Visitor | null,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const origins = visitor === null ? [] : [{ origin: world.appUrl, localStorage: visitor.stored }];
  return browser.newContext({
    baseURL: world.appUrl,
    storageState: { cookies: [], origins },
    // Spinners that turn in software would take the time of the machine from everybody else.
    reducedMotion: 'reduce',
    ...options,
  });
}

/** Opens a path in a window of its own. */
export async function browse(
  browser: Browser,
  world: World,
  visitor: Visitor | null,
  path: string,
  { prepare, ...options }: BrowseOptions = {},
): Promise<Page> {
  const context = await openContext(browser, world, visitor, options);
  const page = await context.newPage();
  await prepare?.(page);
  await page.goto(path);
  return page;
}

/** Opens the menu of the account in the header: profile, theme, sign-out. */
export async function openAccountMenu(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Sua conta/ }).click();
}
