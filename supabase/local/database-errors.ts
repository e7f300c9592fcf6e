import { inspect } from 'node:util';

/** The fields of an error of Postgres, as the driver gives them. */
interface DatabaseError {
  code: string;
  message: string;
  detail?: string | undefined;
  hint?: string | undefined;
}

function isDatabaseError(error: unknown): error is DatabaseError {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code);
}

/** Classes and codes that lite answers as PostgREST does. */
const KNOWN_TO_LITE = /^(42|22|21|PT|23502$|23503$|23505$|25006$)/;

/** HTTP status of the other codes, by PostgREST's table: the first pattern that fits. */
const STATUS: [RegExp, number][] = [
  [/^(08|53)/, 503],
  [/^57P01$/, 503],
  [/^(0L|0P|28)/, 403],
  [/^P0001$/, 400],
  [/^(09|25|2D|38|39|3B|40|54|55|57|58|F0|HV|P0|XX)/, 500],
];

/**
 * Prepares an error for lite, which answers 500 "SUP" to codes it does not know: check violations, `raise exception`, our own
 * SQLSTATEs. It honours PostgREST's `raise sqlstate 'PGRST'` with the whole answer as json, so that form carries them.
 * Lite also writes every error to the console: in one line then, without a stack trace of the driver.
 */
export function forLite(error: unknown): unknown {
  if (!isDatabaseError(error)) return error;
  const { code, message, detail, hint } = error;
  const shown = { [inspect.custom]: () => `[rest] ${code} ${message}` };
  if (KNOWN_TO_LITE.test(code)) return { code, message, detail, hint, ...shown };
  const status = STATUS.find(([pattern]) => pattern.test(code))?.[1] ?? 400;
  return {
    code: 'PGRST',
    message: JSON.stringify({ code, message, details: detail ?? null, hint: hint ?? null }),
    detail: JSON.stringify({ status, headers: {} }),
    ...shown,
  };
}
