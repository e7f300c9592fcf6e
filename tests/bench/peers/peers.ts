import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

/** The parts of Graphile Worker and pg-boss that are measured. Their own types are not installed with the product. */
interface GraphileWorker {
  Logger: new (factory: () => () => void) => unknown;
  runOnce(options: Record<string, unknown>): Promise<void>;
  runMigrations(options: Record<string, unknown>): Promise<void>;
}
export interface Boss {
  start(): Promise<unknown>;
  stop(options: { graceful: boolean }): Promise<void>;
  createQueue(name: string): Promise<void>;
  insert(name: string, jobs: object[]): Promise<unknown>;
  fetch(name: string, options: { batchSize: number }): Promise<{ id: string }[]>;
  complete(name: string, ids: string[]): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): void;
}
export interface Peers {
  graphile: GraphileWorker;
  createBoss(options: Record<string, unknown>): Boss;
  versions: Record<string, string>;
}

const here = fileURLToPath(new URL('.', import.meta.url));

/** Loads the two from the packages beside this file, which the first call installs. */
export async function loadPeers(): Promise<Peers> {
  if (!existsSync(`${here}node_modules`)) {
    console.log('  installing Graphile Worker and pg-boss beside the bench');
    await promisify(execFile)('npm', ['install', '--no-package-lock', '--no-audit', '--no-fund'], { cwd: here });
  }
  const require = createRequire(`${here}package.json`);
  const load = async (name: string): Promise<unknown> => import(pathToFileURL(require.resolve(name)).href);
  const graphile = (await load('graphile-worker')) as GraphileWorker;
  const boss = (await load('pg-boss')) as {
    PgBoss?: new (options: object) => Boss;
    default?: new (options: object) => Boss;
  };
  const Constructor = boss.PgBoss ?? boss.default;
  if (!Constructor) throw new Error('Cannot compare with pg-boss: it exports no PgBoss');
  const { dependencies } = require('./package.json') as { dependencies: Record<string, string> };
  return { graphile, createBoss: (options) => new Constructor(options), versions: dependencies };
}
