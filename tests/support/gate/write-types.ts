import { writeFile } from 'node:fs/promises';
import { startDatabaseServer } from '../database/database-setup.ts';
import { generateTypes, TYPES_FILE } from './types.ts';

/** `npm run types`: applies the migrations to an empty database and writes its types for the SPA. */
const server = await startDatabaseServer();
try {
  await writeFile(TYPES_FILE, await generateTypes(server.urlOf.replace('{database}', server.template)));
} finally {
  await server.stop();
}
