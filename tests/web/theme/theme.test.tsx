import { readFileSync } from 'node:fs';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { ThemeSwitch } from '../../../src/components/layout/ThemeSwitch.tsx';
import { applyTheme } from '../../../src/lib/app/theme.ts';
import { JOB_STATUSES } from '../../../src/lib/jobs/job-status.ts';
import { PHASE_VIEWS } from '../../../src/lib/jobs/job-view.ts';

const css = readFileSync('src/index.css', 'utf8');
const script = readFileSync('public/theme.js', 'utf8');

function variables(selector: string): Record<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('\n}')[0] ?? '';
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1], match[2]]));
}

const THEMES = { light: variables(':root'), dark: variables(':root[data-theme="dark"]') };

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG contrast of two variables of a theme. */
function contrast(theme: keyof typeof THEMES, front: string, back: string): number {
  const [a = 0, b = 0] = [front, back]
    .map((name) => luminance(THEMES[theme][name] ?? expect.unreachable(`--${name} is missing in ${theme}`)))
    .sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}

const TONES = ['active', 'success', 'error', 'canceled'];
const TEXT_PAIRS = [
  ...['paper', 'surface', 'inset', 'danger-soft'].flatMap((back) => [
    ['ink', back],
    ['muted', back],
  ]),
  ...['paper', 'surface', 'inset', 'accent-soft', 'danger-soft'].map((back) => ['accent', back]),
  ['accent-ink', 'accent'],
  ['accent-ink', 'accent-strong'],
  ...['paper', 'surface', 'danger-soft'].map((back) => ['danger', back]),
  ['muted', 'track'],
  ...TONES.map((tone) => [`status-${tone}-fg`, `status-${tone}-bg`]),
];
const GRAPHIC_PAIRS = [
  ...TONES.map((tone) => [`status-${tone}-bar`, 'track']),
  ...TONES.map((tone) => [`status-${tone}-dot`, 'paper']),
  ['control', 'surface'],
  ['accent', 'paper'],
];

describe.each(['light', 'dark'] as const)('colours of the %s theme', (theme) => {
  it.each(TEXT_PAIRS)('text %s on %s has 4.5 : 1', (front = '', back = '') => {
    expect(contrast(theme, front, back)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(GRAPHIC_PAIRS)('%s against %s has 3 : 1', (front = '', back = '') => {
    expect(contrast(theme, front, back)).toBeGreaterThanOrEqual(3);
  });
});

describe('theme', () => {
  it('redefines every colour for dark', () => {
    expect(Object.keys(THEMES.dark).sort()).toEqual(Object.keys(THEMES.light).sort());
  });

  it('has colours for the tone of every status', () => {
    for (const status of JOB_STATUSES) expect(TONES).toContain(PHASE_VIEWS[status].tone);
  });

  it('paints the browser bar in the colour of the paper, before the first paint and later', () => {
    document.head.innerHTML = '<meta name="theme-color">';
    for (const name of ['light', 'dark'] as const) {
      applyTheme(name);
      const content = document.querySelector('meta[name="theme-color"]')?.getAttribute('content');
      expect(content).toBe(THEMES[name].paper);
      expect(script).toContain(`'${content}'`);
    }
  });

  it('can be chosen, is stored, and is found again by the script before the first paint', async () => {
    render(<ThemeSwitch />);
    await userEvent.click(screen.getByRole('radio', { name: 'Tema escuro' }));
    expect(document.documentElement.dataset.theme).toBe('dark');
    delete document.documentElement.dataset.theme;
    new Function(script)();
    expect(document.documentElement.dataset.theme).toBe('dark');
  });

  it('works without storage', async () => {
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('refused', 'SecurityError');
    });
    render(<ThemeSwitch />);
    await userEvent.click(screen.getByRole('radio', { name: 'Tema escuro' }));
    expect(document.documentElement.dataset.theme).toBe('dark');
  });
});
