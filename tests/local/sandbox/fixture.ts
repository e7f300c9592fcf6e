import { afterAll, beforeAll } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../supabase/local/sandbox/server.ts';

export type Json = Record<string, unknown>;

let tokens = 0;

/** A token that no other test uses: all state of the sandbox is per token. */
export function freshToken(): string {
  tokens += 1;
  return `sandbox-test-${tokens}`;
}

/** A sandbox without latency for the tests of a file. The function gives the running one. */
export function sandboxForFile(options: Partial<SandboxOptions> = {}): () => Sandbox {
  let sandbox: Sandbox | undefined;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, latencyMs: 0, ...options });
  });
  afterAll(async () => {
    await sandbox?.close();
  });
  return () => {
    if (sandbox === undefined) throw new Error('Use the sandbox: it has not started');
    return sandbox;
  };
}

/** Asks a provider with a token in the scheme of that provider. */
export function ask(sandbox: Sandbox, token: string, path: string, init: RequestInit = {}): Promise<Response> {
  const scheme = path.startsWith('/bomcontrole') ? 'ApiKey' : 'Bearer';
  return fetch(sandbox.url + path, { ...init, headers: { Authorization: `${scheme} ${token}` } });
}

/** The JSON body of an answer that must be 200. */
export async function askJson<T>(sandbox: Sandbox, token: string, path: string): Promise<T> {
  const response = await ask(sandbox, token, path);
  if (response.status !== 200) throw new Error(`Ask ${path}: answered ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** Lets the limits of a token be out of the way. */
export function unlimited(sandbox: Sandbox, token: string): Promise<unknown> {
  return sandbox.control.configure(token, { rateLimitPerMinute: 1_000_000 });
}

/** A path of Bom Controle's detailed search; spaces are written as %20. */
export function movementsPath(query: Record<string, string | number>): string {
  const text = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `/bomcontrole/Financeiro/PesquisaDetalhada?${text.join('&')}`;
}

/** Bom Controle's form of a time, in Brasília, so many days from `now`. */
export function wallText(days: number, now: number): string {
  return new Date(now - 3 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 19).replace('T', ' ');
}
