import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { localConfig } from './config.ts';
import { runningInstance } from './machine/instance.ts';
import { endOrphans } from './machine/processes.ts';
import { recoverPostgres } from './postgres/folder.ts';

// `npm run reset`: deletes all data of the local stack. The next start creates it anew.

/** Only what the stack made itself: the data folder is a setting, and may hold other things. */
const OURS = [
  'postgres',
  'postgres.new',
  'postgres.log',
  'postgres-owner.pid',
  'processes',
  'app',
  'app-build.sha256',
  'stack.pid',
];

const { dataDir } = localConfig();
const running = await runningInstance(dataDir);
if (running !== null) {
  console.error(`The local stack is running (process ${running.pid}): stop it first, then reset`);
  process.exit(1);
}
await endOrphans(dataDir);
await recoverPostgres(dataDir);
for (const name of OURS) await rm(join(dataDir, name), { recursive: true, force: true });
console.log(`Deleted the local data in ${dataDir}. The next start begins with the demo data.`);
