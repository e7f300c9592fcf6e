import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { projectDir, run } from './run.ts';

/** One part of the fast gate. All run side by side; each prints only when it fails. */
interface Check {
  name: string;
  command: string;
  args: string[];
  cwd?: string;
}

/** Every folder of supabase/functions with an index.ts is an Edge Function and is checked with its own deno.json. */
async function functionChecks(): Promise<Check[]> {
  const folder = join(projectDir, 'supabase', 'functions');
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    .map((entry) => ({
      name: `types of ${entry.name}`,
      command: 'deno',
      args: ['check', '--quiet', '--node-modules-dir=manual', 'index.ts'],
      cwd: join(folder, entry.name),
    }));
}

const checks: Check[] = [
  { name: 'format and lint', command: 'biome', args: ['check', '.'] },
  { name: 'types of app, local stack and tests', command: 'tsc', args: ['-p', 'tsconfig.json'] },
  { name: 'lint of functions', command: 'deno', args: ['lint', '--quiet', 'supabase/functions'] },
  { name: 'dead code', command: 'knip', args: ['--no-progress'] },
  ...(await functionChecks()),
];

const results = await Promise.all(
  checks.map(async (check) => ({ check, ...(await run(check.command, check.args, { cwd: check.cwd ?? projectDir })) })),
);
for (const { check, code, output, seconds } of results) {
  console.log(`${code === 0 ? '✓' : '✗'} ${check.name} (${seconds.toFixed(1)} s)`);
  if (code !== 0) console.log(output.trim());
}
process.exitCode = results.every(({ code }) => code === 0) ? 0 : 1;
