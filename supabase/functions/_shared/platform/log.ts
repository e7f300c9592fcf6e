/** One structured line per transition. Fields must be ids, codes, counts and times: never bodies, headers or credentials. */
export type LogFields = Record<string, string | number | boolean | null | undefined>;

export type Log = (event: string, fields?: LogFields) => void;

/**
 * A logger for one function: `{"function","event",…}` as one JSON line on stdout.
 * The platform shows about 100 lines per 10 s, so callers log transitions and not pages.
 */
export function createLog(functionName: string, write: (line: string) => void = console.log): Log {
  return (event, fields = {}) => write(JSON.stringify({ function: functionName, event, ...fields }));
}

/** What may be said of an unexpected error in a log: its class (or code) and the first line of its message, no stack. */
export function describeError(error: unknown): string {
  const { name, code, message } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  if (typeof message !== 'string') return 'Unknown error';
  // The errors that supabase-js returns are plain objects with the database's code.
  const kind = error instanceof Error ? name : `Error ${code ?? 'without code'}`;
  return `${kind}: ${message.split('\n', 1)[0]}`.slice(0, 300);
}
