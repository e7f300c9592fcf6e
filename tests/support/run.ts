import { type SpawnOptions, spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

/** The project folder. */
export const projectDir = join(import.meta.dirname, '..', '..');

const bin = join(projectDir, 'node_modules', '.bin');

/** The environment with the project's own tools first, so that Node 24 and not the system's runs. */
export function toolEnv(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
    SUPABASE_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    ...extra,
  };
}

export interface Finished {
  code: number;
  output: string;
  seconds: number;
}

/** Runs a tool of the project and collects what it prints. Never rejects for a failing tool: look at `code`. */
export function run(command: string, args: string[], options: SpawnOptions = {}): Promise<Finished> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: projectDir,
      env: toolEnv(),
      stdio: ['ignore', 'pipe', 'pipe'],
      ...options,
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({ code: code ?? (signal ? 1 : 0), output, seconds: (performance.now() - startedAt) / 1000 });
    });
  });
}

/** Runs a tool with our own terminal, for output that people watch. Resolves to its exit code. */
export async function runVisibly(command: string, args: string[], env: Record<string, string> = {}): Promise<number> {
  const { code } = await run(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env: toolEnv(env) });
  return code;
}
