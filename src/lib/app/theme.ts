/** `system` follows the operating system. The same key and values are read by public/theme.js before the first paint. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const STORAGE_KEY = 'integracoes.theme';
const PAPER = { light: '#f5f3ec', dark: '#0f1716' } as const;

function darkQuery(): MediaQueryList {
  return window.matchMedia('(prefers-color-scheme: dark)');
}

/** The stored choice; `system` when there is none or storage is refused. */
export function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    return THEMES.find((theme) => theme === stored) ?? 'system';
  } catch {
    // Storage can be forbidden by the browser; then the choice lasts as long as the page.
    return 'system';
  }
}

/** Paints the page in a theme: `data-theme`, `color-scheme` (by CSS) and the colour of the browser's own bars. */
export function applyTheme(theme: Theme): void {
  const resolved = theme === 'system' ? (darkQuery().matches ? 'dark' : 'light') : theme;
  document.documentElement.dataset.theme = resolved;
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', PAPER[resolved]);
}

/** Stores and paints a choice. */
export function chooseTheme(theme: Theme): void {
  try {
    localStorage.setItem(STORAGE_KEY, theme);
  } catch (error) {
    console.warn('Cannot store the theme: storage is refused', error);
  }
  applyTheme(theme);
}

/** Repaints when the system's preference changes while `system` is chosen. Returns how to stop. */
export function followSystemTheme(): () => void {
  const query = darkQuery();
  const repaint = () => applyTheme(storedTheme());
  query.addEventListener('change', repaint);
  return () => query.removeEventListener('change', repaint);
}
