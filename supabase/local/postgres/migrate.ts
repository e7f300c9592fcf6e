import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface MigrateOptions {
  /** The project folder, where `supabase/` is. */
  projectDir: string;
  /** Connection string of role postgres. */
  databaseUrl: string;
  /** Also runs the seed files of supabase/config.toml: only on a new database. */
  withSeed: boolean;
  /** Ends the CLI before its end; what it has not committed is undone by Postgres. */
  signal?: AbortSignal | undefined;
}

/** The CLI's own program, without the start-up of a second Node. */
export function cli(): string {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve('supabase/package.json');
  const { bin } = require(manifest) as { bin: Record<string, string> };
  return join(dirname(manifest), bin.supabase ?? '');
}

/**
 * Applies the migrations that the database does not have yet with the official CLI, as a deployment does. Rejects with the
 * CLI's own message, which names the migration and the statement.
 */
export async function migrate({ projectDir, databaseUrl, withSeed, signal }: MigrateOptions): Promise<void> {
  const args = [cli(), 'db', 'push', `--remote=${databaseUrl}`, '--yes', '--workdir', projectDir];
  if (withSeed) args.push('--include-seed');
  const child = spawn(process.execPath, args, {
    cwd: projectDir,
    env: { ...process.env, SUPABASE_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal === undefined ? {} : { signal, killSignal: 'SIGKILL' as const }),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`Apply the migrations: supabase db push ended with ${code}\n${output.trim()}`);
}
