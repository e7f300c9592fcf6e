/** The providers that one sandbox imitates, each below the path of its slug. */
export type ProviderSlug = 'acessorias' | 'bomcontrole' | 'onecode';

/** Which requests of a token a fault concerns. Everything that is omitted matches. */
interface FaultScope {
  /** Only requests for this page (1-based); `rows_on_two_pages` begins there. */
  page?: number;
  /** Only requests whose path contains this text, e.g. `/acessorias` or `/Cliente/`. */
  path?: string;
  /** How often the fault happens; omitted: every time (`empty_page_once`: once). */
  times?: number;
  /** The first n requests after the token was configured are spared. */
  afterRequests?: number;
}

export type FaultKind =
  /** An error status in the provider's own style; `retryAfter` in seconds or as an HTTP date. */
  | { kind: 'status'; status: number; retryAfter?: number | string; message?: string }
  | { kind: 'slow'; ms: number }
  /** Never answers, or sends half of the body and no more. */
  | { kind: 'hang' | 'reset'; when?: 'before' | 'body' }
  | { kind: 'empty_page_once' }
  /** Answers the rows of page `as` (default: the page before, or page 1 for every page if `page` is omitted). */
  | { kind: 'repeated_page'; as?: number }
  /** From `page` (default 2) on all rows move down by `rows` (default 3), as when the live list grows at its head. */
  | { kind: 'rows_on_two_pages'; rows?: number }
  | { kind: 'erro_200'; message?: string }
  | { kind: 'html_200' | 'truncated_json' | 'garbage' | 'no_content' }
  /** A valid page of `bytes` (default 20 MiB), streamed. */
  | { kind: 'huge'; bytes?: number }
  /** The first `rows` (default 1) rows of the page are damaged. */
  | { kind: 'nul_text' | 'bad_document' | 'missing_fields' | 'wrong_types'; rows?: number }
  /** An error (default status 200 with `Erro`) whose text contains the Authorization header. */
  | { kind: 'echo_token'; status?: number }
  | { kind: 'redirect'; location: string; status?: number }
  /** Shapes: `bare_array` for paged lists, `paged` for Cliente/Pesquisar, the other three for OneCode. */
  | { kind: 'bare_array' | 'paged' | 'page_count' | 'data_key' | 'phone_key' };

export type Fault = FaultKind & FaultScope;

/** What one token sees. Everything omitted has the sandbox's default. */
export interface SandboxSettings {
  /** Milliseconds from the arrival of a request to its answer. */
  latencyMs?: number;
  /** Replaces the provider's own limit by a sliding window of that many requests. */
  rateLimitPerMinute?: number;
  /** Length of a sliding window; 60,000 unless a test cannot wait for a minute. The bucket of Bom Controle has none. */
  rateLimitWindowMs?: number;
  /** Whether a refusal by the limit carries Retry-After (seconds); the real providers do not promise it. */
  sendRetryAfter?: boolean;
  /** Number of companies: the first n of the 511, and synthetic ones beyond. */
  companies?: number;
  /** The first n rows (companies, movements, contacts) differ in content from the base. */
  changed?: number;
  /** The first n companies of Acessórias are inactive, beside the few that always are. */
  inactive?: number;
  /** Modules a Bom Controle key may use (`Cliente`, `Empresa`, `Financeiro`); others answer 403. */
  modules?: string[];
  faults?: Fault[];
}

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
