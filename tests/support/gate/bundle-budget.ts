import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { projectDir } from '../run.ts';

/** Checks that a first visit stays small: builds the app into a temporary folder and weighs what index.html loads. */

const BUDGET_KIB = 190;
const KIB = 1024;

interface Loaded {
  path: string;
  bytes: number;
}

/** Scripts, styles and preloaded modules that the page itself names; the icon and what is loaded later do not count. */
function firstLoadOf(html: string): string[] {
  const tags = html.match(/<(?:script|link)\b[^>]*>/g) ?? [];
  return tags.flatMap((tag) => {
    if (tag.startsWith('<link') && !/rel="(?:stylesheet|modulepreload)"/.test(tag)) return [];
    const address = /(?:src|href)="\/([^"]+)"/.exec(tag)?.[1];
    return address === undefined ? [] : [address];
  });
}

async function gzipped(folder: string, path: string): Promise<Loaded> {
  return { path, bytes: gzipSync(await readFile(join(folder, path)), { level: 9 }).length };
}

const sum = (files: readonly Loaded[]) => files.reduce((total, { bytes }) => total + bytes, 0);
const kib = (bytes: number) => `${(bytes / KIB).toFixed(1)} KiB`;

const folder = await mkdtemp(join(tmpdir(), 'integracoes-bundle-'));
try {
  await build({ root: projectDir, logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
  const paths = ['index.html', ...firstLoadOf(await readFile(join(folder, 'index.html'), 'utf8'))];
  if (!paths.some((path) => path.endsWith('.js')) || !paths.some((path) => path.endsWith('.css'))) {
    throw new Error(`Cannot weigh the first load: index.html names no script or no style, only ${paths.join(', ')}`);
  }
  const first = await Promise.all(paths.map((path) => gzipped(folder, path)));
  const assets = (await readdir(join(folder, 'assets'))).map((name) => `assets/${name}`);
  const later = await Promise.all(assets.filter((path) => !paths.includes(path)).map((path) => gzipped(folder, path)));
  for (const { path, bytes } of first) console.log(`${kib(bytes).padStart(10)}  ${path}`);
  const isWithin = sum(first) <= BUDGET_KIB * KIB;
  console.log(
    `First load ${kib(sum(first))} gzip, budget ${BUDGET_KIB} KiB; ${kib(sum(later))} in ${later.length} later chunks`,
  );
  if (!isWithin) console.error(`The first load is ${kib(sum(first) - BUDGET_KIB * KIB)} over its budget`);
  process.exitCode = isWithin ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
