import { access, constants } from 'node:fs/promises';
import { chromium } from '@playwright/test';
import { run } from '../run.ts';

/** The shell without a browser around it comes first: the journeys took it half the time and half the processor. */
const CANDIDATES = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

const APT = 'DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends';
const DEBIAN = `apt-get update -q && { ${APT} chromium-headless-shell || ${APT} chromium; }`;

async function firstExecutable(paths: (string | undefined)[]): Promise<string | null> {
  for (const path of paths) {
    if (!path) continue;
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return null;
}

const find = () => firstExecutable([process.env.CHROMIUM_PATH, ...CANDIDATES, chromium.executablePath()]);

/**
 * Path of a Chromium. A missing one is installed: Debian's package as root, else Playwright's download.
 * Throws with the exact command to run where neither works.
 */
export async function ensureChromium(): Promise<string> {
  const found = await find();
  if (found) return found;
  const isRoot = process.getuid?.() === 0;
  const attempts = [...(isRoot ? [['sh', '-c', DEBIAN]] : []), ['playwright', 'install', 'chromium']];
  for (const [command = '', ...args] of attempts) {
    console.log(`No Chromium found: installing it (${command} ${args.join(' ')})`);
    const { code, output } = await run(command, args);
    const installed = code === 0 ? await find() : null;
    if (installed) return installed;
    console.log(output.trim().split('\n').slice(-3).join('\n'));
  }
  throw new Error(
    'No Chromium found, and it could not be installed. Run "sudo apt-get install -y chromium", or set CHROMIUM_PATH to a Chromium of yours',
  );
}
