import type { Json } from './database.types.ts';

export type JsonObject = { [key: string]: Json | undefined };

/** Narrows what was parsed or came from outside to an object with names, no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The same for what is known to be JSON: its values are JSON too. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return isRecord(value);
}
