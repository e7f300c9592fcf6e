import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { projectDir, runVisibly } from '../run.ts';
import { startTestStack } from '../stack/stack.ts';
import { ensureChromium } from './chromium.ts';

/** `npm test`: the fast gate, then every test there is, on a stack of its own beside a running `npm start`. */

const results = join(projectDir, '.local', 'results');
const vitestReport = join(results, 'vitest.json');
const playwrightReport = join(results, 'playwright.json');

interface Tally {
  passed: number;
  failed: number;
}

async function report<T>(path: string): Promise<T | null> {
  // A runner that died before its first test writes no report: its exit code says so.
  const text = await readFile(path, 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as T);
}

async function tally(): Promise<Tally> {
  const vitest = await report<{ numPassedTests: number; numFailedTests: number }>(vitestReport);
  const playwright = await report<{ stats: { expected: number; unexpected: number; flaky: number } }>(playwrightReport);
  return {
    passed: (vitest?.numPassedTests ?? 0) + (playwright?.stats.expected ?? 0),
    failed: (vitest?.numFailedTests ?? 0) + (playwright?.stats.unexpected ?? 0) + (playwright?.stats.flaky ?? 0),
  };
}

async function step(name: string, work: () => Promise<number>): Promise<boolean> {
  const startedAt = performance.now();
  console.log(`\n── ${name} ──`);
  const code = await work();
  console.log(
    `── ${name}: ${code === 0 ? 'ok' : `failed (${code})`} in ${((performance.now() - startedAt) / 1000).toFixed(0)} s ──`,
  );
  return code === 0;
}

const startedAt = performance.now();
await rm(results, { recursive: true, force: true });
await mkdir(results, { recursive: true });

let isGreen = await step('check', () => runVisibly('node', ['tests/support/gate/check.ts']));
const chromiumPath = await ensureChromium();
const stack = await startTestStack();
try {
  const env = { INTEGRACOES_TEST_STACK: JSON.stringify(stack.address), CHROMIUM_PATH: chromiumPath };
  const vitest = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`];
  isGreen = (await step('unit, database, local stack, functions', () => runVisibly('vitest', vitest, env))) && isGreen;
  isGreen = (await step('browser', () => runVisibly('playwright', ['test'], env))) && isGreen;
} finally {
  await stack.close();
}

const { passed, failed } = await tally();
const seconds = Math.round((performance.now() - startedAt) / 1000);
console.log(`\nAll of it took ${seconds} s`);
console.log(`${passed} passed, ${isGreen ? failed : Math.max(failed, 1)} failed`);
process.exitCode = isGreen && failed === 0 && passed > 0 ? 0 : 1;
