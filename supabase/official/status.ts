import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { cli } from '../local/postgres/migrate.ts';

const run = promisify(execFile);

/** What `supabase status` tells of the official stack, as far as it matters here. */
export interface OfficialStack {
  apiUrl: string;
  databaseUrl: string;
  publishableKey: string;
  secretKey: string;
}

/** Program and first arguments of the official CLI; a setting puts another in its place (tests have no Docker). */
export function officialCli(): { program: string; args: string[] } {
  const other = process.env.INTEGRACOES_SUPABASE_CLI;
  return { program: process.execPath, args: [other || cli()] };
}

/** Reads `NAME="value"` lines. Keys of both generations are understood, the newer ones first. Throws naming what is missing. */
export function parseStatus(text: string): OfficialStack {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^\s*([A-Z0-9_]+)="?(.*?)"?\s*$/.exec(line) ?? [];
    if (name !== undefined && value) values.set(name, value);
  }
  const first = (...names: string[]): string => {
    const found = names.map((name) => values.get(name)).find((value) => value !== undefined);
    if (found === undefined) throw new Error(`Read the status of the official stack: ${names.join(' and ')} missing`);
    return found;
  };
  return {
    apiUrl: first('API_URL'),
    databaseUrl: first('DB_URL'),
    publishableKey: first('PUBLISHABLE_KEY', 'ANON_KEY'),
    secretKey: first('SECRET_KEY', 'SERVICE_ROLE_KEY'),
  };
}

/** Asks the CLI where the official stack of this project is. Throws with the way out when it does not run. */
export async function officialStatus(projectDir: string): Promise<OfficialStack> {
  const { program, args } = officialCli();
  const command = [...args, 'status', '--output', 'env', '--workdir', projectDir];
  try {
    const { stdout } = await run(program, command, { cwd: projectDir, env: { ...process.env, DO_NOT_TRACK: '1' } });
    return parseStatus(stdout);
  } catch (error) {
    const words = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    throw new Error(
      `The official stack does not run: "npx supabase start" (needs Docker) comes first.\n${words.trim()}`,
    );
  }
}
