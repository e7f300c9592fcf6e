import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { projectDir, run } from '../run.ts';

/** Where the types of the database are kept for the SPA. */
export const TYPES_FILE = join(projectDir, 'src', 'lib', 'data', 'database.types.ts');

const HEADER = '// Generated from the migrations by `npm run types`: do not edit.\n';

/** The TypeScript types that the official CLI generates for a migrated database, formatted as everything else here. */
export async function generateTypes(databaseUrl: string): Promise<string> {
  const raw = join(projectDir, '.local', `types-${process.pid}.ts`);
  const generated = await run(
    'supabase',
    ['gen', 'types', '--lang', 'typescript', '--db-url', databaseUrl, '--schema', 'public'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  if (generated.code !== 0)
    throw new Error('Generate types: the CLI failed; run "supabase gen types" by hand to see why');
  // The CLI may greet on the same stream before the types begin.
  await mkdir(dirname(raw), { recursive: true });
  await writeFile(raw, generated.output.slice(generated.output.indexOf('export type Json')));
  // `--config-path` names the rules explicitly: the file lies in a folder that biome ignores.
  const formatted = await run('sh', [
    '-c',
    `biome format --stdin-file-path=types.ts --config-path=biome.json < "${raw}" && rm "${raw}"`,
  ]);
  if (formatted.code !== 0) throw new Error(`Format the types: ${formatted.output}`);
  return HEADER + formatted.output;
}
