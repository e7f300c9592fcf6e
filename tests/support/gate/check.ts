import { join } from 'node:path';
import { projectDir, run } from '../run.ts';
import { functionNames, functionsDir, missingPieces } from './missing-pieces.ts';

/** One part of the fast gate. All run side by side; each prints only when it fails. */
interface Check {
  name: string;
  command: string;
  args: string[];
  cwd?: string;
}

/**
 * All functions are checked by one process, with the deno.json of one of them: that takes a fraction of the time.
 * It stands for the others as long as they are the same (see missing-pieces.ts).
 */
async function functionTypes(): Promise<Check> {
  const names = await functionNames();
  return {
    name: `types of ${names.length} functions`,
    command: 'deno',
    args: ['check', '--quiet', '--node-modules-dir=manual', ...names.map((name) => `../${name}/index.ts`)],
    cwd: join(functionsDir, names[0] ?? ''),
  };
}

const missing = await missingPieces();
if (missing.length > 0) {
  console.error(`Cannot check the project:\n${missing.join('\n')}`);
  process.exit(1);
}

const checks: Check[] = [
  { name: 'format and lint', command: 'biome', args: ['check', '.'] },
  { name: 'types of app, local stack and tests', command: 'tsc', args: ['-p', 'tsconfig.json'] },
  { name: 'lint of functions', command: 'deno', args: ['lint', '--quiet', 'supabase/functions'] },
  { name: 'dead code', command: 'knip', args: ['--no-progress'] },
  { name: 'texts outside the labels', command: 'node', args: ['tests/support/gate/portuguese.ts'] },
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
