import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectDir, run } from '../run.ts';

/** One part of the fast gate. All run side by side; each prints only when it fails. */
interface Check {
  name: string;
  command: string;
  args: string[];
  cwd?: string;
}

const functionsDir = join(projectDir, 'supabase', 'functions');

/** Every folder of supabase/functions with an index.ts is an Edge Function. */
async function functionNames(): Promise<string[]> {
  const entries = await readdir(functionsDir, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('_')).map(({ name }) => name);
}

/**
 * All functions are checked by one process, with the deno.json of one of them: that takes a fraction of the time.
 * It stands for the others as long as they are the same, which is checked here too.
 */
async function functionTypes(): Promise<Check> {
  const names = await functionNames();
  const configs = await Promise.all(names.map((name) => readFile(join(functionsDir, name, 'deno.json'), 'utf8')));
  if (new Set(configs).size !== 1) throw new Error('Check the functions: their deno.json files differ');
  return {
    name: `types of ${names.length} functions`,
    command: 'deno',
    args: ['check', '--quiet', '--node-modules-dir=manual', ...names.map((name) => `../${name}/index.ts`)],
    cwd: join(functionsDir, names[0] ?? ''),
  };
}

const checks: Check[] = [
  { name: 'format and lint', command: 'biome', args: ['check', '.'] },
  { name: 'types of app, local stack and tests', command: 'tsc', args: ['-p', 'tsconfig.json'] },
  { name: 'lint of functions', command: 'deno', args: ['lint', '--quiet', 'supabase/functions'] },
  { name: 'dead code', command: 'knip', args: ['--no-progress'] },
  { name: 'first load of the app', command: 'node', args: ['tests/support/gate/bundle-budget.ts'] },
  await functionTypes(),
];

const results = await Promise.all(
  checks.map(async (check) => ({ check, ...(await run(check.command, check.args, { cwd: check.cwd ?? projectDir })) })),
);
for (const { check, code, output, seconds } of results) {
  console.log(`${code === 0 ? '✓' : '✗'} ${check.name} (${seconds.toFixed(1)} s)`);
  if (code !== 0) console.log(output.trim());
}
process.exitCode = results.every(({ code }) => code === 0) ? 0 : 1;
