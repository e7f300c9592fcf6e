import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FunctionSource } from './discover.ts';

/** Memory of one worker on the platform, in MB. */
const MEMORY_MB = 256;

/** Path of the real Deno that the npm package installed. Throws when npm did not run its install script. */
export function denoPath(): string {
  const require = createRequire(import.meta.url);
  const path = join(dirname(require.resolve('deno/package.json')), process.platform === 'win32' ? 'deno.exe' : 'deno');
  if (!existsSync(path))
    throw new Error(`Start the functions: ${path} is missing; run npm install, with install scripts`);
  return path;
}

/** Command line of one function's process: network and environment, nothing else; packages from node_modules, never downloaded. */
export function denoArguments({ folder, entry }: FunctionSource): string[] {
  const require = createRequire(import.meta.url);
  const config = join(folder, 'deno.json');
  return [
    ...['run', '--quiet', '--no-prompt', '--no-lock', '--no-check', '--node-modules-dir=manual'],
    ...(existsSync(config) ? ['--config', config] : ['--no-config']),
    ...['--preload', require.resolve('./shim.ts')],
    ...['--allow-net', '--allow-env', `--v8-flags=--max-old-space-size=${MEMORY_MB}`],
    entry,
  ];
}
