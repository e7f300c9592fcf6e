import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { projectDir, run, toolEnv } from '../../support/run.ts';

/** What the gate reads before it begins; the packages are linked one by one, so that one can be missing. */
const COPIED = ['package.json', 'biome.json', 'index.html', 'knip.json', 'tsconfig.json', 'vite.config.ts'];
const FOLDERS = ['supabase/functions', 'supabase/local', 'tests/support', 'supabase/config.toml', 'vitest.config.ts'];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'integracoes-gate-'));
  for (const name of [...COPIED, ...FOLDERS]) await cp(join(projectDir, name), join(folder, name), { recursive: true });
  await mkdir(join(folder, 'node_modules'));
  for (const name of await readdir(join(projectDir, 'node_modules'))) {
    await symlink(join(projectDir, 'node_modules', name), join(folder, 'node_modules', name));
  }
});
afterEach(() => rm(folder, { recursive: true }));

const remove = (path: string) => () => rm(join(folder, path), { recursive: true });
const write = (path: string, text: string) => async () => {
  await mkdir(join(folder, path, '..'), { recursive: true });
  await writeFile(join(folder, path), text);
};

test.each<[string, () => Promise<unknown>, string]>([
  ['a package', remove('node_modules/zod'), 'zod is not installed\nRun "npm install" first'],
  ['every package', remove('node_modules'), '@radix-ui/react-dialog is not installed'],
  ["a tool's configuration", remove('biome.json'), 'biome.json is missing: run "git restore biome.json"'],
  ['the functions', remove('supabase/functions'), 'supabase/functions is missing'],
  ['a deno.json', remove('supabase/functions/run-integration/deno.json'), 'run-integration/deno.json is missing: copy'],
  [
    'an index.ts',
    write('supabase/functions/sync-new/connector.ts', ''),
    'supabase/functions/sync-new/index.ts is missing',
  ],
  [
    'a section of config.toml',
    write('supabase/functions/sync-new/index.ts', ''),
    'has no section [functions.sync-new]',
  ],
  [
    'one deno.json for all',
    write('supabase/functions/run-integration/deno.json', '{}'),
    'run-integration/deno.json differs',
  ],
])('without %s npm run check says so, in a sentence and not in a stack trace', async (_, damage, sentence) => {
  await damage();
  const { code, output } = await run('npm', ['run', '--silent', 'check'], { cwd: folder, env: toolEnv() });
  expect(output).toContain(`Cannot check the project:\n`);
  expect(output).toContain(sentence);
  expect(output).not.toMatch(/^\s+at /m);
  expect(code).toBe(1);
});
