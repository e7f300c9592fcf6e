import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { denoPath } from '../../../supabase/local/functions/deno.ts';
import { readProjectConfig } from '../../../supabase/local/project-config.ts';
import { projectDir } from '../run.ts';

/** What the tools of the gate read; without one of them they would end in a stack trace, or check nothing and be content. */
const CONFIGURATION = [
  'biome.json',
  'index.html',
  'knip.json',
  'tsconfig.json',
  'vite.config.ts',
  'vitest.config.ts',
  'supabase/config.toml',
];

export const functionsDir = join(projectDir, 'supabase', 'functions');

/** Every folder of supabase/functions is an Edge Function, but those that begin with an underscore. */
export async function functionNames(): Promise<string[]> {
  const entries = await readdir(functionsDir, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory() && !/^[_.]/.test(entry.name)).map(({ name }) => name);
}

const without = (path: string, remedy: string) =>
  existsSync(path) ? [] : [`${relative(projectDir, path)} is missing: ${remedy}`];

async function missingOfFunctions(): Promise<string[]> {
  const names = await functionNames();
  const [first] = names;
  if (first === undefined) return [`${relative(projectDir, functionsDir)} holds no function`];
  const { functions: settings } = await readProjectConfig(projectDir);
  const missing = names.flatMap((name) => [
    ...without(
      join(functionsDir, name, 'index.ts'),
      `what two functions need belongs into ${relative(projectDir, functionsDir)}/_shared`,
    ),
    ...without(join(functionsDir, name, 'deno.json'), 'copy the one of another function'),
    ...(name in settings
      ? []
      : [`supabase/config.toml has no section [functions.${name}]: it would be deployed with verify_jwt`]),
  ]);
  if (missing.length > 0) return missing;
  const read = (name: string) => readFile(join(functionsDir, name, 'deno.json'), 'utf8');
  const common = await read(first);
  const others = await Promise.all(names.map(async (name) => ((await read(name)) === common ? [] : [name])));
  return others
    .flat()
    .map((name) => `supabase/functions/${name}/deno.json differs from the one of ${first}: make them the same`);
}

async function missingDeno(): Promise<string[]> {
  try {
    denoPath();
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

/** What stands in the way of the gate, one sentence each with the remedy. Empty when all is there. */
export async function missingPieces(): Promise<string[]> {
  const missing = CONFIGURATION.flatMap((name) => without(join(projectDir, name), `run "git restore ${name}"`));
  if (!existsSync(functionsDir)) missing.push('supabase/functions is missing: run "git restore supabase/functions"');
  return missing.length > 0 ? missing : [...(await missingOfFunctions()), ...(await missingDeno())];
}
