/** What a verified token says about its holder. Passed whole to the database, so that policies can read every claim. */
export interface Claims {
  sub?: string;
  role?: string;
  /** Seconds since the epoch. */
  exp?: number;
}

export type Json = Record<string, unknown>;

/** Writes one line for people; never receives a token. */
export type Log = (line: string) => void;

/** Checks a token's signature and times. Throws when it is forged, malformed or expired. */
export type VerifyToken = (token: string) => Promise<Claims>;

export const CHANGE_EVENTS = ['INSERT', 'UPDATE', 'DELETE'] as const;
export type ChangeEvent = (typeof CHANGE_EVENTS)[number];

/** The object behind a value that came over the wire; an empty one when it is something else. */
export function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** The text of an error, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
