import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { discoverFunctions } from '../../../supabase/local/functions/discover.ts';
import { FunctionWorker } from '../../../supabase/local/functions/worker.ts';
import { required } from '../../support/database/fixtures.ts';
import { projectDir } from '../../support/run.ts';

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

export interface FunctionProcess {
  pid: number;
  /** POSTs to the function without a gateway in between. */
  post(headers: Record<string, string>, body?: unknown): Promise<Answer>;
  /** What it logged so far. */
  lines: string[];
  close(): Promise<void>;
}

/** One function of the project in a real Deno of its own, with exactly this environment. */
export async function startFunction(name: string, env: Record<string, string>): Promise<FunctionProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'integracoes-function-'));
  const source = required((await discoverFunctions(projectDir)).find((candidate) => candidate.name === name));
  const lines: string[] = [];
  const limits = { wallClockMs: 60_000, responseMs: 30_000, idleMs: 0 };
  const options = { projectDir, dataDir, env, limits, watch: false, verifyToken: () => null, keys: [] };
  const worker = new FunctionWorker(source, { ...options, log: (line) => lines.push(line) }, () => {});
  const port = await worker.ready;
  return {
    pid: required(worker.pid),
    lines,
    async post(headers, body = {}) {
      const response = await fetch(`http://127.0.0.1:${port}/${name}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: (await response.json()) as Answer['body'] };
    },
    async close() {
      await worker.end('termination');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
