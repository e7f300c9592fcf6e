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

/** What may be said of an unexpected error in a log: its class and the first line of its message, no stack. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return 'Unknown error';
  return `${error.name}: ${error.message.split('\n', 1)[0]}`.slice(0, 300);
}
