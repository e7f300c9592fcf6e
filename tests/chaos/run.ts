import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { projectDir, runVisibly } from '../support/run.ts';
import type { Figure } from './support/figures.ts';

/** `npm run test:chaos`: the scenarios of `npm test` with big numbers, and a table of what was measured. */

const LONG: Record<string, string> = {
  CHAOS_KILLS: '200',
  CHAOS_CALLS: '500',
  CHAOS_JOBS: '1000',
  CHAOS_RESTARTS: '10',
  CHAOS_WALL_CLOCK_MS: '20000',
  CHAOS_PAGES: '298',
  CHAOS_PAGE_MS: '2000',
};

const results = join(projectDir, '.local', 'results');
const file = join(results, 'chaos.jsonl');
await mkdir(results, { recursive: true });
await rm(file, { force: true });

const given = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) => (name.startsWith('CHAOS_') && value ? [[name, value]] : [])),
);
const startedAt = performance.now();
// One file at a time: the figures are those of one stack alone on the machine. More arguments choose files and tests.
const code = await runVisibly(
  'vitest',
  ['run', '--project', 'chaos', '--no-file-parallelism', ...process.argv.slice(2)],
  { ...LONG, ...given, CHAOS_FIGURES: file },
);

const lines = await readFile(file, 'utf8').catch(() => '');
const figures = lines
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Figure);
const width = Math.max(0, ...figures.map(({ what }) => what.length));
console.log('\nChaos in figures');
for (const { what, value } of figures) console.log(`  ${what.padEnd(width)}  ${value}`);
console.log(`\nAll of it took ${Math.round((performance.now() - startedAt) / 1000)} s`);
process.exitCode = code;
