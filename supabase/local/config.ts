import { resolve } from 'node:path';

/** Everything that can be set about the local stack. Read it with `localConfig`. */
export interface LocalConfig {
  /** The project folder, where `package.json` and `supabase/` are. */
  projectDir: string;
  /** Where the stack keeps data, logs and process records. Ignored by git. */
  dataDir: string;
  appPort: number;
  /** Supabase API: /rest/v1, /auth/v1, /realtime/v1, /functions/v1. */
  apiPort: number;
  dbPort: number;
  sandboxPort: number;
  publishableKey: string;
  secretKey: string;
  /** Signs and verifies access tokens (HS256). */
  jwtSecret: string;
  /** Milliseconds from a request to its answer in the provider sandbox. */
  sandboxLatencyMs: number;
  /** Pause between two queue ticks, in ms (stands in for pg_cron). */
  tickMs: number;
  /** Attempts to sign in within five minutes; 0: as config.toml says. */
  signIns: number;
  /** Wall clock of one function worker, in ms, counted from its start. */
  functionWallClockMs: number;
  /** Longest wait for the first byte of a function's answer, in ms. */
  functionResponseMs: number;
  /** A function worker without requests and background tasks ends after this time, in ms. 0: never. */
  functionIdleMs: number;
  /** Waits for the disk at every commit. Off in tests: data then survives a killed process, but not a power cut. */
  isDurable: boolean;
}

export type Environment = Record<string, string | undefined>;

function integer(env: Environment, name: string, fallback: number, min: number, max: number): number {
  const text = env[name];
  if (text === undefined || text.trim() === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new Error(`Read ${name}: "${text}" is not a whole number from ${min} to ${max}`);
  }
  return value;
}

const port = (env: Environment, name: string, fallback: number) => integer(env, name, fallback, 1, 65_535);

/**
 * The settings of the local stack from the environment (`INTEGRACOES_*`), with the defaults of the README.
 * Throws when a setting is not usable or two services got the same port.
 */
export function localConfig(env: Environment = process.env): LocalConfig {
  const projectDir = resolve(import.meta.dirname, '..', '..');
  const config: LocalConfig = {
    projectDir,
    dataDir: resolve(projectDir, env.INTEGRACOES_DATA_DIR || '.local'),
    appPort: port(env, 'INTEGRACOES_APP_PORT', 5173),
    apiPort: port(env, 'INTEGRACOES_API_PORT', 54_321),
    dbPort: port(env, 'INTEGRACOES_DB_PORT', 54_322),
    sandboxPort: port(env, 'INTEGRACOES_SANDBOX_PORT', 54_330),
    publishableKey: 'sb_publishable_local_integracoes',
    secretKey: 'sb_secret_local_integracoes',
    jwtSecret: 'local-development-only-jwt-secret-of-integracoes',
    sandboxLatencyMs: integer(env, 'INTEGRACOES_SANDBOX_LATENCY_MS', 200, 0, 60_000),
    tickMs: integer(env, 'INTEGRACOES_TICK_MS', 5_000, 50, 3_600_000),
    signIns: integer(env, 'INTEGRACOES_SIGN_INS', 0, 0, 1_000_000),
    functionWallClockMs: integer(env, 'INTEGRACOES_FUNCTION_WALL_CLOCK_MS', 400_000, 1_000, 3_600_000),
    functionResponseMs: integer(env, 'INTEGRACOES_FUNCTION_RESPONSE_MS', 150_000, 100, 3_600_000),
    functionIdleMs: integer(env, 'INTEGRACOES_FUNCTION_IDLE_MS', 0, 0, 3_600_000),
    isDurable: env.INTEGRACOES_DB_DURABLE !== 'false',
  };
  const ports = [config.appPort, config.apiPort, config.dbPort, config.sandboxPort];
  if (new Set(ports).size < ports.length) {
    throw new Error(`Read the ports: two services share one (${ports.join(', ')}); see INTEGRACOES_*_PORT`);
  }
  return config;
}

/** Connection string of a role on the local Postgres; the password is the same for all. */
export function databaseUrl(config: Pick<LocalConfig, 'dbPort'>, role = 'postgres', database = 'postgres'): string {
  return `postgres://${role}:postgres@127.0.0.1:${config.dbPort}/${database}`;
}

/** Address of the local Supabase API, as `SUPABASE_URL`. */
export function apiUrl(config: Pick<LocalConfig, 'apiPort'>): string {
  return `http://127.0.0.1:${config.apiPort}`;
}
