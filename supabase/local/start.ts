import { buildApp, hasApp } from './app/build.ts';
import { type AppServer, serveApp, serveAppInDevelopment } from './app/serve.ts';
import { apiUrl, databaseUrl, type LocalConfig, localConfig } from './config.ts';
import { claimInstance, type Instance, releaseInstance } from './machine/instance.ts';
import { takenPorts } from './machine/ports.ts';
import { endOrphans } from './machine/processes.ts';
import { recoverPostgres } from './postgres/folder.ts';
import { BASE_COMPANIES } from './sandbox/world/companies.ts';
import { type Stack, startStack } from './stack.ts';

// `npm start`: the product on this machine. `--dev`: the same with Vite's dev server; `--no-app`: without the app.

/** What cannot be repaired here; printed without a stack trace. */
class Refusal extends Error {}

async function refuseIfInTheWay(config: LocalConfig): Promise<void> {
  // What a killed stack left behind may still hold our ports.
  const orphans = await endOrphans(config.dataDir);
  if (orphans > 0) console.log(`Ended ${orphans} processes that an earlier run left behind.`);
  await recoverPostgres(config.dataDir);
  const taken = await takenPorts(config);
  if (taken.length > 0) throw new Refusal(taken.join('\n'));
}

function alreadyRunning({ pid, appPort, apiPort }: Instance, { dataDir }: LocalConfig): string {
  return `The local stack is already running on the data in ${dataDir} (process ${pid}):

  App        http://localhost:${appPort}
  API        http://127.0.0.1:${apiPort}

Use that one, or stop it with Ctrl-C in its window. A second one needs ports and a data folder of its own (INTEGRACOES_*).`;
}

function welcome(config: LocalConfig, seconds: string, isAppServed: boolean): string {
  return `
Ready in ${seconds} s

  App        ${isAppServed ? `http://localhost:${config.appPort}` : '(not served)'}
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

/** Aborted by the first Ctrl-C (and by what ends a terminal or a process politely). */
function interruption(): AbortController {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (interrupted.signal.aborted) return;
      console.log('\nStopping…');
      interrupted.abort();
    });
  }
  return interrupted;
}

const abortOf = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

async function main(): Promise<void> {
  // Before anything else: from the first process or file on, a Ctrl-C has something to end.
  const interrupted = interruption();
  const { signal } = interrupted;
  const config = localConfig();
  const other = await claimInstance(config);
  if (other !== null) throw new Refusal(alreadyRunning(other, config));

  let code = 0;
  process.on('uncaughtException', (error) => {
    console.error(error);
    code = 1;
    interrupted.abort();
  });
  const closers: (() => Promise<unknown>)[] = [];
  try {
    await refuseIfInTheWay(config);
    signal.throwIfAborted();
    await start(config, process.argv.includes('--dev'), closers, signal);
    await abortOf(signal);
  } catch (error) {
    // What a start says of its end after Ctrl-C is no news.
    if (!signal.aborted) {
      console.error(error instanceof Error ? error.message : error);
      code = 1;
    }
  }
  for (const close of closers.toReversed()) {
    await close().catch((error: unknown) => console.error(error));
  }
  await releaseInstance(config.dataDir);
  // Ends what may still be at work in this process: a build of the app.
  process.exit(code);
}

async function start(
  config: LocalConfig,
  isDev: boolean,
  closers: (() => Promise<unknown>)[],
  interrupted: AbortSignal,
): Promise<void> {
  const startedAt = performance.now();
  // When one of the two fails, the other one is given up.
  const failed = new AbortController();
  const signal = AbortSignal.any([interrupted, failed.signal]);
  const giveUp = (error: unknown) => {
    failed.abort(error);
    throw error;
  };
  console.log('Starting Postgres, API, functions and the provider sandbox…');
  const stackStart = startStack(config, { watch: true, log: (line) => console.log(line), signal })
    .then(async (stack) => {
      closers.push(() => stack.close());
      await showNewDocuments(stack);
    })
    .catch(giveUp);
  const isAppWanted = !process.argv.includes('--no-app') && hasApp(config.projectDir);
  const appStart = isAppWanted
    ? startApp(config, isDev).then((app) => {
        closers.push(() => app.close());
        return app;
      }, giveUp)
    : Promise.resolve(null);
  // The stack to its end, so that nothing of it is left; a build cannot be stopped, and leaves nothing.
  const outcomes = await Promise.allSettled([stackStart, Promise.race([appStart, abortOf(signal)])]);
  interrupted.throwIfAborted();
  for (const outcome of outcomes.toReversed()) if (outcome.status === 'rejected') throw outcome.reason;
  const isServed = (await appStart) !== null;
  console.log(welcome(config, ((performance.now() - startedAt) / 1000).toFixed(1), isServed));
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
