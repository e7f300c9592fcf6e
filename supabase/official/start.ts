import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildApp } from '../local/app/build.ts';
import { serveApp } from '../local/app/serve.ts';
import { localConfig } from '../local/config.ts';
import { startSandbox } from '../local/sandbox/server.ts';
import { startTick } from '../local/tick.ts';
import { pointAtHost } from './sandbox-address.ts';
import { officialCli, officialStatus } from './status.ts';

// `npm run start:official`: app, functions and sandbox on the official stack, which `npx supabase start` (Docker) has started.

/** What functions in a container need beside what the CLI gives them. */
const FUNCTION_ENV = 'INTEGRATIONS_ALLOW_LOCAL_PROVIDERS=true\nINTEGRATIONS_END_PAUSES_MS=200,600,1600\n';

const closers: (() => Promise<unknown>)[] = [];

let stopping: Promise<never> | undefined;

/** Ends every part, once: whoever calls first says with which code. */
function stop(code: number): Promise<never> {
  stopping ??= (async () => {
    for (const close of closers.toReversed()) await close().catch((error: unknown) => console.error(error));
    process.exit(code);
  })();
  return stopping;
}

/** Serves the functions by the CLI, in its own container; their output is shown. Their end ends the command. */
async function serveFunctions(projectDir: string, dataDir: string): Promise<void> {
  const envFile = join(dataDir, 'functions.env');
  await writeFile(envFile, FUNCTION_ENV);
  const { program, args } = officialCli();
  const command = [...args, 'functions', 'serve', '--env-file', envFile, '--workdir', projectDir];
  const child = spawn(program, command, { cwd: projectDir, stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      console.error(`Serve the functions: ${error.message}`);
      resolve();
    });
    child.once('exit', () => resolve());
  });
  void ended.then(() => stop(1));
  closers.push(async () => {
    child.kill('SIGINT');
    await ended;
  });
}

async function main(): Promise<void> {
  const local = localConfig();
  const { apiUrl, databaseUrl, publishableKey, secretKey } = await officialStatus(local.projectDir);
  const dataDir = join(local.dataDir, 'official');
  await mkdir(dataDir, { recursive: true });
  const config = { ...local, dataDir, publishableKey, apiPort: Number(new URL(apiUrl).port) };
  // From all sides: a container does not come from this machine's own address. It holds invented data only.
  const sandbox = await startSandbox({ port: config.sandboxPort, host: '0.0.0.0', latencyMs: config.sandboxLatencyMs });
  closers.push(() => sandbox.close());
  await pointAtHost(databaseUrl, config.sandboxPort);
  await serveFunctions(config.projectDir, dataDir);
  const tick = startTick({
    databaseUrl,
    apiUrl,
    secretKey,
    everyMs: config.tickMs,
    log: (line) => console.log(line),
  });
  closers.push(() => tick.close());
  const app = await serveApp(await buildApp(config), config.appPort);
  closers.push(() => app.close());
  console.log(`
Ready on the official stack

  App        http://localhost:${config.appPort}
  API        ${apiUrl}
  Sandbox    http://host.docker.internal:${config.sandboxPort}  (as the functions reach it)

Stop with Ctrl-C; the stack itself with "npx supabase stop".
`);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void stop(0));
await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return stop(1);
});
