import { type LucideIcon, Monitor, Moon, Sun } from 'lucide-react';
import { useId, useState } from 'react';
import { chooseTheme, storedTheme, THEMES, type Theme } from '../../lib/app/theme.ts';
import { common } from '../../lib/labels/common.ts';

const ICONS: Record<Theme, LucideIcon> = { system: Monitor, light: Sun, dark: Moon };

/** Three-way choice: as the system, light, dark. Real radio buttons: arrows and names come with them. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState(storedTheme);
  const name = useId();

  const handleChange = (choice: Theme) => {
    setTheme(choice);
    chooseTheme(choice);
  };

  return (
    <fieldset className="flex rounded-lg border border-line bg-inset p-0.5">
      <legend className="sr-only">{common.theme}</legend>
      {THEMES.map((choice) => {
        const Icon = ICONS[choice];
        return (
          <label
            key={choice}
            title={common.themes[choice]}
            className="flex size-8 items-center justify-center rounded-md text-muted has-checked:bg-surface has-checked:text-accent has-checked:shadow-card has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={theme === choice}
              onChange={() => handleChange(choice)}
            />
            <Icon aria-hidden className="size-4" />
            <span className="sr-only">{common.themes[choice]}</span>
          </label>
        );
      })}
    </fieldset>
  );
}
