import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface FunctionSource {
  name: string;
  /** Folder of the function. */
  folder: string;
  /** Its entry point, index.ts. */
  entry: string;
  /** The gateway lets only requests with a valid token (or key) through. As on the platform, true unless config.toml says no. */
  verifyJwt: boolean;
}

/** Reads the `[functions.<name>]` tables of a config.toml: only their true/false settings are of interest. */
export function functionSettings(toml: string): Map<string, Record<string, boolean>> {
  const settings = new Map<string, Record<string, boolean>>();
  let current: Record<string, boolean> | undefined;
  for (const line of toml.split('\n')) {
    const table = /^\s*\[([^\]]*)\]/.exec(line);
    if (table) {
      const name = /^functions\."?([A-Za-z0-9_-]+)"?$/.exec(table[1]?.trim() ?? '')?.[1];
      current = name === undefined ? undefined : (settings.get(name) ?? {});
      if (name !== undefined && current) settings.set(name, current);
      continue;
    }
    const [, key, value] = /^\s*([a-z_]+)\s*=\s*(true|false)\b/.exec(line) ?? [];
    if (current && key) current[key] = value === 'true';
  }
  return settings;
}

/** The functions of a project: folders of supabase/functions with an index.ts, unless `enabled = false`. Sorted by name. */
export async function discoverFunctions(projectDir: string): Promise<FunctionSource[]> {
  const root = join(projectDir, 'supabase', 'functions');
  const toml = await readFile(join(projectDir, 'supabase', 'config.toml'), 'utf8').catch(() => '');
  const settings = functionSettings(toml);
  const folders = await readdir(root, { withFileTypes: true }).catch(() => []);
  const sources = await Promise.all(
    folders
      .filter((folder) => folder.isDirectory() && !folder.name.startsWith('_') && !folder.name.startsWith('.'))
      .map(async ({ name }): Promise<FunctionSource | null> => {
        const folder = join(root, name);
        const setting = settings.get(name);
        const hasEntry = (await readdir(folder)).includes('index.ts');
        if (!hasEntry || setting?.enabled === false) return null;
        return { name, folder, entry: join(folder, 'index.ts'), verifyJwt: setting?.verify_jwt ?? true };
      }),
  );
  return sources.filter((source) => source !== null).sort((a, b) => a.name.localeCompare(b.name));
}
