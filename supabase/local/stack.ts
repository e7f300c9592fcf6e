import { SignInLimit } from './auth/sign-in-limit.ts';
import { apiUrl, databaseUrl, type LocalConfig } from './config.ts';
import { createFunctions } from './functions/runtime.ts';
import type { FunctionsRuntime } from './functions/types.ts';
import { type GatewayRoutes, startGateway } from './gateway/gateway.ts';
import { verifyToken } from './gateway/tokens.ts';
import { watchRoom } from './machine/disk.ts';
import { endOrphans } from './machine/processes.ts';
import { type Postgres, startPostgres } from './postgres/postgres.ts';
import { prepareDatabase } from './postgres/prepare.ts';
import { readProjectConfig } from './project-config.ts';
import { RestSupervisor } from './rest/supervisor.ts';
import type { Sandbox } from './sandbox/server.ts';
import { startTick } from './tick.ts';

export interface StackOptions {
  /** Parts to leave out. */
  realtime?: boolean;
  functions?: boolean;
  sandbox?: boolean;
  tick?: boolean;
  /** Demo data on a new database. Default true. */
  seed?: boolean;
  /** Restart functions when their files change. Default false. */
  watch?: boolean;
  /** More environment for the functions. */
  functionEnv?: Record<string, string>;
  /** Gives the functions the older SUPABASE_ANON_KEY and SUPABASE_SERVICE_ROLE_KEY as well. Default false. */
  legacyKeys?: boolean;
  /** One line for people. Default: nowhere. */
  log?(line: string): void;
  /** Gives the start up: what was begun is ended, and the start rejects with the signal's reason. */
  signal?: AbortSignal;
}

export interface Stack {
  config: LocalConfig;
  /** Address of the Supabase API. */
  url: string;
  /** Connection strings of role postgres and of the superuser. */
  databaseUrl: string;
  adminUrl: string;
  publishableKey: string;
  secretKey: string;
  postgres: Postgres;
  functions: FunctionsRuntime | null;
  sandbox: Sandbox | null;
  /** Ends every part and every child process, in order. May be called twice. */
  close(): Promise<void>;
}

/** Parts that were started, to be ended in the opposite order, each one even if another fails. */
class Parts {
  readonly #closers: (() => Promise<unknown>)[] = [];
  #closing: Promise<void> | undefined;

  add<T>(part: T, close: (part: T) => Promise<unknown>): T {
    this.#closers.push(() => close(part));
    return part;
  }

  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    const errors: unknown[] = [];
    for (const close of this.#closers.toReversed()) await close().catch((error: unknown) => errors.push(error));
    if (errors.length > 0) throw new AggregateError(errors, 'Stop the local stack: some parts did not end cleanly');
  }
}

function functionEnvironment(config: LocalConfig, options: StackOptions): Record<string, string> {
  const { publishableKey, secretKey } = config;
  return {
    SUPABASE_URL: apiUrl(config),
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: publishableKey }),
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: secretKey }),
    ...(options.legacyKeys ? { SUPABASE_ANON_KEY: publishableKey, SUPABASE_SERVICE_ROLE_KEY: secretKey } : {}),
    // The provider sandbox is on this machine, where base URLs may otherwise not point.
    INTEGRATIONS_ALLOW_LOCAL_PROVIDERS: 'true',
    // The sandbox is never overloaded for as long as a real provider: a fifth of the usual pauses.
    INTEGRATIONS_END_PAUSES_MS: '200,600,1600',
    INTEGRATIONS_APP_URL: `http://localhost:${config.appPort}`,
    ...options.functionEnv,
  };
}

function tokenOrNull(token: string, secret: string): object | null {
  try {
    return verifyToken(token, secret);
  } catch {
    // Which of its faults a token has is nobody's business.
    return null;
  }
}

/** Waits for something that may take long, unless the signal comes first: then it rejects with the signal's reason. */
async function unless<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  if (signal === undefined) return work;
  let stopWaiting = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    stopWaiting = () => signal.removeEventListener('abort', onAbort);
  });
  signal.throwIfAborted();
  return Promise.race([work, aborted]).finally(stopWaiting);
}

async function startParts(config: LocalConfig, options: StackOptions, parts: Parts): Promise<Omit<Stack, 'close'>> {
  const { publishableKey, secretKey, jwtSecret } = config;
  const { signal } = options;
  const log = options.log ?? (() => {});
  const adminUrl = databaseUrl(config, 'supabase_admin');
  await endOrphans(config.dataDir);

  const project = await readProjectConfig(config.projectDir);
  const rest = new RestSupervisor({
    dataDir: config.dataDir,
    settings: {
      databaseUrl: adminUrl,
      publishableKey,
      secretKey,
      jwtSecret,
      apiUrl: apiUrl(config),
      siteUrl: `http://localhost:${config.appPort}`,
      dataDir: config.dataDir,
      projectDir: config.projectDir,
      project,
    },
    log,
  });
  const postgres = parts.add(
    await startPostgres({ ...config, log, signal, onEnd: () => rest.suspend(), onRestart: () => rest.resume() }),
    (started) => started.stop(),
  );
  parts.add(watchRoom(config.dataDir, log), async (stopWatching) => stopWatching());
  // After Postgres here and so before it at the end, which REST would take for a crash.
  parts.add(rest, (started) => started.close());
  const routes: GatewayRoutes = {
    rest,
    signIns: new SignInLimit(config.signIns || project.auth.rate_limit.sign_in_sign_ups),
  };
  // REST loads and Deno boots while the migrations run. Any earlier they would only keep Postgres waiting for a processor.
  signal?.throwIfAborted();
  rest.prepare();
  const functions =
    options.functions === false
      ? null
      : await createFunctions({
          projectDir: config.projectDir,
          dataDir: config.dataDir,
          env: functionEnvironment(config, options),
          limits: {
            wallClockMs: config.functionWallClockMs,
            responseMs: config.functionResponseMs,
            idleMs: config.functionIdleMs,
          },
          watch: options.watch ?? false,
          verifyToken: (token) => tokenOrNull(token, jwtSecret),
          keys: [publishableKey, secretKey],
          log,
        });
  const closeFunctions = async () => functions?.close();
  let sandbox: Sandbox | null = null;
  try {
    if (options.sandbox !== false) {
      const { startSandbox } = await import('./sandbox/server.ts');
      sandbox = await startSandbox({ port: config.sandboxPort, latencyMs: config.sandboxLatencyMs });
      parts.add(sandbox, (started) => started.close());
    }
    await prepareDatabase(config, options.seed ?? true, signal);
    await unless(signal, rest.open());
    parts.add(await startGateway(config.apiPort, routes, log), (started) => started.close());
    if (options.realtime !== false) {
      const { createRealtime } = await import('./realtime/server.ts');
      const realtime = await createRealtime({
        databaseUrl: adminUrl,
        verifyToken: async (token: string) => verifyToken(token, jwtSecret),
        publishableKey,
        secretKey,
        log,
      });
      routes.realtime = parts.add(realtime, (started) => started.close());
    }
  } catch (error) {
    await closeFunctions();
    throw error;
  }
  if (functions) {
    // Ended before the gateway: what they do at their end still reaches the database.
    parts.add(functions, closeFunctions);
    routes.functions = functions;
    await unless(signal, functions.ready());
  }
  if (options.tick !== false) {
    const tick = { databaseUrl: databaseUrl(config), apiUrl: apiUrl(config), secretKey, everyMs: config.tickMs, log };
    parts.add(startTick(tick), (started) => started.close());
  }
  return {
    config,
    url: apiUrl(config),
    databaseUrl: databaseUrl(config),
    adminUrl,
    publishableKey,
    secretKey,
    postgres,
    functions,
    sandbox,
  };
}

/**
 * Starts the local stack: Postgres with migrations and seed, REST and Auth, Realtime, Edge Functions, provider sandbox, tick.
 * When a part fails, the others are ended again and the error is thrown.
 */
export async function startStack(config: LocalConfig, options: StackOptions = {}): Promise<Stack> {
  const parts = new Parts();
  try {
    return { ...(await startParts(config, options, parts)), close: () => parts.close() };
  } catch (error) {
    await parts.close();
    throw error;
  }
}
