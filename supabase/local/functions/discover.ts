import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readProjectConfig } from '../project-config.ts';

export interface FunctionSource {
  name: string;
  /** Folder of the function. */
  folder: string;
  /** Its entry point, index.ts. */
  entry: string;
  /** The gateway lets only requests with a valid token (or key) through. As on the platform, true unless config.toml says no. */
  verifyJwt: boolean;
}

/** The functions of a project: folders of supabase/functions with an index.ts, unless `enabled = false`. Sorted by name. */
export async function discoverFunctions(projectDir: string): Promise<FunctionSource[]> {
  const root = join(projectDir, 'supabase', 'functions');
  const { functions: settings } = await readProjectConfig(projectDir);
  const folders = await readdir(root, { withFileTypes: true }).catch(() => []);
  const sources = await Promise.all(
    folders
      .filter((folder) => folder.isDirectory() && !folder.name.startsWith('_') && !folder.name.startsWith('.'))
      .map(async ({ name }): Promise<FunctionSource | null> => {
        const folder = join(root, name);
        const setting = settings[name];
        const hasEntry = (await readdir(folder)).includes('index.ts');
        if (!hasEntry || setting?.enabled === false) return null;
        return { name, folder, entry: join(folder, 'index.ts'), verifyJwt: setting?.verify_jwt ?? true };
      }),
  );
  return sources.filter((source) => source !== null).sort((a, b) => a.name.localeCompare(b.name));
}
