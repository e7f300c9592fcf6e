import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** How a page is looked at. */
export interface Look {
  theme: 'light' | 'dark';
  width: number;
  height?: number;
}

/** Shows the page in a theme and a width, and waits until it has settled: colours in transit are no colours. */
export async function look(page: Page, { theme, width, height = 800 }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  await page.setViewportSize({ width, height });
  await page.waitForFunction(
    (wanted) =>
      document.documentElement.dataset.theme === wanted &&
      document.getAnimations().every((animation) => animation.playState !== 'running'),
    theme,
  );
}

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The violations that axe finds, each with the elements concerned; nothing, it should be. */
export async function violationsOn(page: Page): Promise<{ rule: string; elements: string[] }[]> {
  // Without frames the page can be examined in place, which spares a blank page for each look.
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).setLegacyMode().analyze();
  return violations.map(({ id, nodes }) => ({
    rule: id,
    elements: nodes.map((node) => `${node.html} ${node.failureSummary ?? ''}`),
  }));
}

/** How many pixels the page is wider than the window; 0, it should be. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
