import type { IncomingMessage, ServerResponse } from 'node:http';

/** Why a worker ends, as `event.detail.reason` of `beforeunload`. */
export type EndReason = 'wall_clock' | 'early_drop' | 'termination';

export interface WorkerLimits {
  /** Longest life of a worker in ms, counted from its first request. From half of it on it takes no new request. */
  wallClockMs: number;
  /** Longest wait for the head of an answer, in ms: then 504. */
  responseMs: number;
  /** A worker without requests and background tasks ends after this time, in ms. 0: never. */
  idleMs: number;
}

export interface FunctionsOptions {
  /** The project folder, where `supabase/functions` and `supabase/config.toml` are. */
  projectDir: string;
  /** Where records of running processes are kept. */
  dataDir: string;
  /** Environment of every function; nothing else is passed on but what Deno itself needs. */
  env: Record<string, string>;
  limits: WorkerLimits;
  /** Restart functions when their files change. */
  watch: boolean;
  /** Verifies an access token, for functions with `verify_jwt`. Null: not valid. */
  verifyToken(token: string): object | null;
  /** API keys that count as valid for functions with `verify_jwt`. */
  keys: readonly string[];
  /** One line of a function, or about it. */
  log(line: string): void;
}

export interface FunctionsRuntime {
  names: string[];
  /** Answers a request for function `name`; `path` is what the function sees. Never rejects. */
  handle(req: IncomingMessage, res: ServerResponse, name: string, path: string): Promise<void>;
  /** Resolves when every function has booted (or failed to: the log says so). */
  ready(): Promise<void>;
  /** SIGKILL for the current process of a function; resolves when it is gone. */
  kill(name: string): Promise<void>;
  /** Process ids of a function: the current one first, then those that finish their tasks. */
  pids(name: string): number[];
  /** Ends all processes, after `beforeunload` and a moment to react to it. */
  close(): Promise<void>;
}
