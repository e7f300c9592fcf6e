import type { Json } from '../data/database.types.ts';
import { isJsonObject, type JsonObject } from '../data/json.ts';
import { CONFIG_LABELS } from '../labels/settings.ts';

/** A number of a provider's configuration, as integration_providers.config_schema describes it. */
export interface ConfigField {
  key: string;
  label: string;
  minimum: number | null;
  maximum: number | null;
  /** What counts while nothing is entered. */
  fallback: number | null;
}

/** What stands in the inputs, by key; empty = the provider's default. */
export type ConfigTexts = Readonly<Record<string, string>>;

function numberOf(value: Json | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

/** The whole numbers of a schema, in its order. Properties of other types need an input that this version lacks. */
export function configFields(schema: Json): ConfigField[] {
  if (!isJsonObject(schema)) return [];
  return Object.entries(schema).flatMap(([key, property]) => {
    if (!isJsonObject(property) || property.type !== 'integer') return [];
    const title = typeof property.title === 'string' ? property.title : key;
    return [
      {
        key,
        label: CONFIG_LABELS[key] ?? title,
        minimum: numberOf(property.minimum),
        maximum: numberOf(property.maximum),
        fallback: numberOf(property.default),
      },
    ];
  });
}

/** Texts for the inputs. */
export function configTexts(fields: readonly ConfigField[], config: Json): ConfigTexts {
  const values = isJsonObject(config) ? config : {};
  return Object.fromEntries(fields.map(({ key }) => [key, numberOf(values[key])?.toString() ?? '']));
}

/** Is the text empty, or a whole number within the limits of the field? */
export function isConfigText({ minimum, maximum }: ConfigField, text: string): boolean {
  const trimmed = text.trim();
  if (trimmed === '') return true;
  if (!/^-?\d{1,9}$/.test(trimmed)) return false;
  const value = Number(trimmed);
  return value >= (minimum ?? Number.NEGATIVE_INFINITY) && value <= (maximum ?? Number.POSITIVE_INFINITY);
}

/** The configuration to save: keys that are no field stay as they are, an empty input removes its key. */
export function configWith(config: Json, fields: readonly ConfigField[], texts: ConfigTexts): JsonObject {
  const next: JsonObject = isJsonObject(config) ? { ...config } : {};
  for (const { key } of fields) {
    const text = texts[key]?.trim() ?? '';
    if (text === '') delete next[key];
    else next[key] = Number(text);
  }
  return next;
}
