import type { SandboxSettings } from './control/settings.ts';

export type { Fault, SandboxSettings } from './control/settings.ts';

/** The providers that one sandbox imitates, each below the path of its slug. */
export type ProviderSlug = 'acessorias' | 'bomcontrole' | 'onecode';

/** One request in the log of a token. `status` and `durationMs` are null while it runs; status 0: no answer was sent. */
export interface LoggedRequest {
  at: string;
  method: string;
  route: string;
  url: string;
  page: number;
  status: number | null;
  durationMs: number | null;
  /** Whether the client received the whole answer. */
  complete: boolean;
  /** Kinds of the faults that were applied, and `rate_limit` for a refusal by the limit. */
  applied: string[];
}

/** What a token did since it was first seen (or deleted). */
export interface TokenStats {
  requests: number;
  started: number;
  finished: number;
  concurrent: number;
  maxConcurrent: number;
  byRoute: Record<string, number>;
  byStatus: Record<string, number>;
  log: LoggedRequest[];
  /** Entries that no longer fit into the log. */
  dropped: number;
}

/** Settings and statistics of a token, as GET /_control/tokens/<token> answers. */
export interface TokenReport {
  token: string;
  settings: SandboxSettings;
  stats: TokenStats;
}

/** The control plane; the same in process (`startSandbox`) and over HTTP (`sandboxControl`). */
export interface SandboxControl {
  /** Replaces the settings of a token; statistics and rate windows go on. Rejects settings that are not valid. */
  configure(token: string, settings: SandboxSettings): Promise<TokenReport>;
  /** Reads settings and statistics; a token never seen has empty ones. */
  read(token: string): Promise<TokenReport>;
  /** Forgets everything about a token: settings, rate windows, statistics. */
  remove(token: string): Promise<void>;
}
