import { UNREACHABLE } from './answer.ts';

/** The fields of an error of Postgres, as the driver gives them. */
interface DatabaseError {
  code: string;
  message: string;
  detail?: string | undefined;
  hint?: string | undefined;
}

/** Codes of the driver and of the system for a connection that is gone or cannot be had. */
const LOST = /^(CONNECTION_|CONNECT_TIMEOUT|ECONN|EPIPE|ETIMEDOUT)/;

function isDatabaseError(error: unknown): error is DatabaseError {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return typeof error.code === 'string' && (/^[0-9A-Z]{5}$/.test(error.code) || LOST.test(error.code));
}

/** Classes and codes that lite answers as PostgREST does. */
const KNOWN_TO_LITE = /^(42|22|21|PT|23502$|23503$|23505$|25006$)/;

/** HTTP status of the other codes, by PostgREST's table: the first pattern that fits. */
const STATUS: [RegExp, number][] = [
  [/^(08|53)/, 503],
  [/^57P0[123]$/, 503],
  [/^(0L|0P|28)/, 403],
  [/^P0001$/, 400],
  [/^(09|25|2D|38|39|3B|40|54|55|57|58|F0|HV|P0|XX)/, 500],
];

/** An error in the form that lite reads. */
class RestError {
  readonly code: string;
  readonly message: string;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  /** For the log: what Postgres said. */
  readonly cause: DatabaseError;

  /**
   * Lite answers 500 "SUP" to codes it does not know: check violations, `raise exception`, our own SQLSTATEs. But it honours
   * PostgREST's `raise sqlstate 'PGRST'` with the whole answer as json, so that form carries them.
   */
  constructor(cause: DatabaseError) {
    const { code, message, detail, hint } = cause;
    const isKnown = KNOWN_TO_LITE.test(code);
    const isLost = LOST.test(code);
    const status = isLost ? 503 : (STATUS.find(([pattern]) => pattern.test(code))?.[1] ?? 400);
    const told = isLost ? UNREACHABLE : { code, message, details: detail ?? null, hint: hint ?? null };
    this.cause = cause;
    this.code = isKnown ? code : 'PGRST';
    this.message = isKnown ? message : JSON.stringify(told);
    this.detail = isKnown ? detail : JSON.stringify({ status, headers: {} });
    this.hint = hint;
  }
}

/** Prepares whatever a statement threw for lite. */
export function forLite(error: unknown): unknown {
  return isDatabaseError(error) ? new RestError(error) : error;
}

/** Lite writes every refused statement to the console, with the driver's stack trace. Sends ours to `log` instead, in one line. */
export function redirectErrors(log: (line: string) => void): () => void {
  const write = console.error;
  const redirect = (...args: unknown[]) => {
    if (args[0] instanceof RestError) log(`${args[0].cause.code} ${args[0].cause.message}`);
    else write(...args);
  };
  console.error = redirect;
  return () => {
    if (console.error === redirect) console.error = write;
  };
}
