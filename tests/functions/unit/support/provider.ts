import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from 'vitest';
import { AnswerBody } from '../../../../supabase/functions/_shared/calls/answer-body.ts';
import type { ProviderAccess } from '../../../../supabase/functions/_shared/calls/provider-http.ts';
import { JobError } from '../../../../supabase/functions/_shared/errors.ts';
import type { Connector, ConnectorContext, Page } from '../../../../supabase/functions/_shared/provider/connector.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../../supabase/local/sandbox/server.ts';
import type { SandboxSettings } from '../../../../supabase/local/sandbox/types.ts';

let tokens = 0;

/** A sandbox of the calling file, and connections to it, each with a token of its own. */
export function providerSandbox(options: Partial<SandboxOptions> = {}) {
  let sandbox: Sandbox | undefined;
  const running = () => {
    if (!sandbox) throw new Error('Cannot use the sandbox: it has not started');
    return sandbox;
  };
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, latencyMs: 0, ...options });
  });
  afterAll(() => sandbox?.close());
  return {
    /** A context for `connector` whose token has these settings; limits are out of the way unless the settings name one. */
    async connect<Cursor>(
      connector: Connector<Cursor>,
      settings: SandboxSettings = {},
      context: Partial<ConnectorContext> = {},
    ): Promise<ConnectorContext & { token: string }> {
      tokens += 1;
      const token = `sandbox-unit-${tokens}`;
      await running().control.configure(token, { rateLimitPerMinute: 100_000, ...settings });
      const access = accessTo(`${running().url}/${connector.slug}`, {
        providerName: connector.name,
        permissionAdvice: connector.permissionAdvice,
        credential: token,
        authorization: connector.authorization(token),
      });
      return { access, token, config: {}, lastSuccessStartedAt: null, now: new Date(), ...context };
    },
    configure: (token: string, settings: SandboxSettings) =>
      running().control.configure(token, { rateLimitPerMinute: 100_000, ...settings }),
    requests: async (token: string) => (await running().control.read(token)).stats.log,
  };
}

/** Access to a provider at `baseUrl`, without any pause between calls. */
export function accessTo(baseUrl: string, access: Partial<ProviderAccess> = {}): ProviderAccess {
  return {
    providerName: 'Provedor',
    permissionAdvice: 'Peça acesso.',
    baseUrl,
    authorization: 'Bearer canary-secret-1234',
    credential: 'canary-secret-1234',
    timeoutMs: 5_000,
    body: new AnswerBody(),
    endPausesMs: [1, 3, 8],
    signal: new AbortController().signal,
    pace: () => Promise.resolve(),
    confirm: () => Promise.resolve(),
    ...access,
  };
}

/** All pages of a run, from the first cursor to the last; every cursor goes through JSON and its schema, as the queue does it. */
export async function readAll<Cursor>(
  connector: Connector<Cursor>,
  context: ConnectorContext,
): Promise<Page<Cursor>[]> {
  const pages: Page<Cursor>[] = [];
  let cursor: Cursor | null = connector.firstCursor(context);
  while (cursor !== null) {
    const page: Page<Cursor> = await connector.readPage(cursor, context);
    pages.push(page);
    if (page.failure) throw page.failure;
    cursor = page.next === null ? null : connector.cursorSchema.parse(JSON.parse(JSON.stringify(page.next)));
  }
  return pages;
}

/** The rows of all pages. */
export function rowsOf<Row>(pages: readonly Page<unknown>[]): Row[] {
  return pages.flatMap((page) => page.rows as Row[]);
}

/** The JobError of a promise that must reject with one. */
export async function jobError(promise: Promise<unknown>): Promise<JobError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof JobError) return error;
    throw error;
  }
  throw new Error('Expected a JobError, but it went through');
}

/** A bare HTTP server on a free port for the calling file; `answer` is set by each test. */
export function httpServer() {
  const state: { url: string; answer: RequestListener } = { url: '', answer: (_, response) => response.end() };
  const server = createServer((request, response) => state.answer(request, response));
  beforeAll(
    () =>
      new Promise<void>((resolve) => {
        server.listen(0, '127.0.0.1', () => {
          state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
          resolve();
        });
      }),
  );
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  return state;
}
