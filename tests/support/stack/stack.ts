import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../../../supabase/local/app/build.ts';
import { serveApp } from '../../../supabase/local/app/serve.ts';
import { apiUrl, databaseUrl, localConfig } from '../../../supabase/local/config.ts';
import { type Stack, type StackOptions, startStack } from '../../../supabase/local/stack.ts';
import { freePort } from '../database/database-setup.ts';

/** Where a test stack is; plain data, so that it can travel in the environment. */
export interface TestStackAddress {
  apiUrl: string;
  appUrl: string;
  databaseUrl: string;
  sandboxUrl: string;
  publishableKey: string;
  secretKey: string;
}

export interface TestStack {
  address: TestStackAddress;
  /** The running parts, for tests that end some of them. */
  stack: Stack;
  close(): Promise<void>;
}

/**
 * The whole product on ports and data of its own, so that it runs beside `npm start`. `env` are settings of the local stack
 * (INTEGRACOES_*) that differ from the defaults of tests: no latency in the sandbox, a tick every 200 ms. `withApp: false` leaves
 * the SPA out.
 */
export async function startTestStack(
  env: Record<string, string> = {},
  { withApp = true, ...options }: StackOptions & { withApp?: boolean } = {},
): Promise<TestStack> {
  const dataDir = await mkdtemp(join(tmpdir(), 'integracoes-stack-'));
  const ports = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const [appPort, apiPort, dbPort, sandboxPort] = ports.map(String) as [string, string, string, string];
  const config = localConfig({
    INTEGRACOES_APP_PORT: appPort,
    INTEGRACOES_API_PORT: apiPort,
    INTEGRACOES_DB_PORT: dbPort,
    INTEGRACOES_SANDBOX_PORT: sandboxPort,
    INTEGRACOES_DATA_DIR: dataDir,
    INTEGRACOES_DB_DURABLE: 'false',
    INTEGRACOES_TICK_MS: '200',
    INTEGRACOES_SIGN_INS: '1000000',
    ...env,
  });
  const [stack, appFolder] = await Promise.all([startStack(config, options), withApp ? buildApp(config) : null]);
  const app = appFolder === null ? null : await serveApp(appFolder, config.appPort);
  return {
    stack,
    address: {
      apiUrl: apiUrl(config),
      appUrl: `http://127.0.0.1:${config.appPort}`,
      databaseUrl: databaseUrl(config),
      sandboxUrl: `http://127.0.0.1:${config.sandboxPort}`,
      publishableKey: config.publishableKey,
      secretKey: config.secretKey,
    },
    async close() {
      await app?.close();
      await stack.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
