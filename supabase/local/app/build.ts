import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apiUrl, type LocalConfig } from '../config.ts';

/** All that the built app depends on. */
const SOURCES = ['src', 'public', 'index.html', 'vite.config.ts', 'tailwind.config.ts', 'package-lock.json'];

async function filesBelow(path: string): Promise<string[]> {
  if (!existsSync(path)) return [];
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function fingerprint(projectDir: string, env: Record<string, string>): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(env));
  const files = (await Promise.all(SOURCES.map((source) => filesBelow(join(projectDir, source))))).flat().sort();
  for (const file of files) hash.update(file).update(await readFile(file));
  return hash.digest('hex');
}

/** True when there is an app to build. */
export function hasApp(projectDir: string): boolean {
  return existsSync(join(projectDir, 'index.html')) && existsSync(join(projectDir, 'src'));
}

/** Environment of the app, for Vite: which Supabase it talks to. */
export function appEnvironment(config: LocalConfig): Record<string, string> {
  return { VITE_SUPABASE_URL: apiUrl(config), VITE_SUPABASE_PUBLISHABLE_KEY: config.publishableKey };
}

/**
 * Builds the app into `<dataDir>/app` with Vite, unless nothing has changed since the last build.
 * Returns the folder. Rejects with Vite's message when the app cannot be built.
 */
export async function buildApp(config: LocalConfig): Promise<string> {
  const outDir = join(config.dataDir, 'app');
  const stamp = join(config.dataDir, 'app-build.sha256');
  const env = appEnvironment(config);
  const now = await fingerprint(config.projectDir, env);
  const before = await readFile(stamp, 'utf8').catch(() => '');
  if (now === before && existsSync(join(outDir, 'index.html'))) return outDir;
  Object.assign(process.env, env);
  const { build } = await import('vite');
  const { NODE_ENV } = process.env;
  try {
    await build({
      root: config.projectDir,
      logLevel: 'warn',
      build: { outDir, emptyOutDir: true },
    });
  } finally {
    // Vite leaves "production" behind for this process and all its children: tests would then load React without `act`.
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
  await writeFile(stamp, now);
  return outDir;
}
