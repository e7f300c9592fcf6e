import { buildApp, hasApp } from './app/build.ts';
import { type AppServer, serveApp, serveAppInDevelopment } from './app/serve.ts';
import { apiUrl, databaseUrl, type LocalConfig, localConfig } from './config.ts';
import { claimInstance, releaseInstance, runningInstance } from './machine/instance.ts';
import { takenPorts } from './machine/ports.ts';
import { endOrphans } from './machine/processes.ts';
import { recoverPostgres } from './postgres/folder.ts';
import { BASE_COMPANIES } from './sandbox/world/companies.ts';
import { type Stack, startStack } from './stack.ts';

// `npm start`: the product on this machine. `--dev`: the same with Vite's dev server; `--no-app`: without the app.

/** What cannot be repaired here; printed without a stack trace. */
class Refusal extends Error {}

async function refuseIfInTheWay(config: LocalConfig): Promise<void> {
  const pid = await runningInstance(config.dataDir);
  if (pid !== null) {
    throw new Refusal(`The local stack is already running (process ${pid}): http://localhost:${config.appPort}`);
  }
  // What a killed stack left behind may still hold our ports.
  const orphans = await endOrphans(config.dataDir);
  if (orphans > 0) console.log(`Ended ${orphans} processes that an earlier run left behind.`);
  await recoverPostgres(config.dataDir);
  const taken = await takenPorts(config);
  if (taken.length > 0) throw new Refusal(taken.join('\n'));
}

function welcome(config: LocalConfig, seconds: string, app: AppServer | null): string {
  return `
Ready in ${seconds} s

  App        ${app ? `http://localhost:${config.appPort}` : '(not served)'}
  API        ${apiUrl(config)}
  Postgres   ${databaseUrl(config)}
  Sandbox    http://127.0.0.1:${config.sandboxPort}  (imitated providers)

  Sign in with the password "integracoes" as
    admin@aurora.test     admin of Aurora Contabilidade
    auditor@aurora.test   auditor of Aurora Contabilidade
    membro@aurora.test    member of Aurora Contabilidade, sees nothing
    admin@boreal.test     admin of Boreal Contábil
    admin@grupo.test      admin of both

Stop with Ctrl-C. Delete all local data with "npm run reset".
`;
}

async function main(): Promise<void> {
  const isDev = process.argv.includes('--dev');
  const config = localConfig();
  await refuseIfInTheWay(config);
  await claimInstance(config.dataDir);

  const closers: (() => Promise<unknown>)[] = [];
  let isStopping = false;
  const stop = async (code: number) => {
    if (isStopping) return;
    isStopping = true;
    for (const close of closers.toReversed()) {
      await close().catch((error: unknown) => console.error(error));
    }
    await releaseInstance(config.dataDir);
    process.exit(code);
  };
  const starting = start(config, isDev, closers);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      console.log('\nStopping…');
      // What is still starting has to be there before it can be ended.
      starting.then(
        () => stop(0),
        () => stop(1),
      );
    });
  }
  process.on('uncaughtException', (error) => {
    console.error(error);
    void stop(1);
  });
  try {
    await starting;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    await stop(1);
  }
}

async function start(config: LocalConfig, isDev: boolean, closers: (() => Promise<unknown>)[]): Promise<void> {
  const startedAt = performance.now();
  const isAppWanted = !process.argv.includes('--no-app');
  console.log('Starting Postgres, API, functions and the provider sandbox…');
  const stackStart = startStack(config, { watch: true, log: (line) => console.log(line) }).then(async (stack) => {
    closers.push(() => stack.close());
    await showNewDocuments(stack);
  });
  const appStart = isAppWanted && hasApp(config.projectDir) ? startApp(config, isDev) : Promise.resolve(null);
  const appServed = appStart.then((app) => {
    if (app) closers.push(() => app.close());
    return app;
  });
  // Both to their end, so that nothing is left when one of them fails.
  const [stack, app] = await Promise.allSettled([stackStart, appServed]);
  if (stack.status === 'rejected') throw stack.reason;
  if (app.status === 'rejected') throw app.reason;
  console.log(welcome(config, ((performance.now() - startedAt) / 1000).toFixed(1), app.value));
}

/** Boreal has customers whose CNPJ has letters: the first invented companies, beyond the real ones that everybody has. */
async function showNewDocuments({ sandbox }: Stack): Promise<void> {
  for (const provider of ['acessorias', 'bomcontrole', 'onecode']) {
    await sandbox?.control.configure(`sandbox-boreal-${provider}`, { companies: BASE_COMPANIES + 30 });
  }
}

async function startApp(config: LocalConfig, isDev: boolean): Promise<AppServer> {
  if (isDev) return serveAppInDevelopment(config);
  return serveApp(await buildApp(config), config.appPort);
}

await main().catch((error: unknown) => {
  console.error(error instanceof Refusal ? error.message : error);
  process.exit(1);
});
