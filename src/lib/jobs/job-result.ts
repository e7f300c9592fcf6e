import type { Json } from '../data/database.types.ts';
import { isJsonObject } from '../data/json.ts';
import { COUNTERS, type CounterKey } from '../labels/executions/results.ts';

/** A full read missed so many of the stored records (`limit`: the share of 0 to 1) that a person must decide. */
export interface MassRemoval {
  missing: number;
  stored: number;
  limit: number;
}

/** What is shown of a result: the counters that people know, and its warning. Anything else in it stays unseen. */
export interface JobResult {
  counters: ReadonlyMap<CounterKey, number>;
  massRemoval: MassRemoval | null;
  /** Contacts were read, but there was no company yet that they could belong to. */
  hasNoCompanies: boolean;
}

function toMassRemoval(value: Json | undefined): MassRemoval[] {
  if (!isJsonObject(value) || value.code !== 'mass_removal') return [];
  const { missing, stored, limit } = value;
  if (typeof missing !== 'number' || typeof stored !== 'number' || typeof limit !== 'number') return [];
  return [{ missing, stored, limit }];
}

/** Reads `integration_jobs.result`. null or an unknown shape gives an empty result. */
export function parseResult(result: Json | null): JobResult {
  const known = isJsonObject(result ?? undefined) ? (result as { [key: string]: Json | undefined }) : {};
  const counters = COUNTERS.flatMap(({ key }): Array<[CounterKey, number]> => {
    const value = known[key];
    return typeof value === 'number' ? [[key, value]] : [];
  });
  const { warnings } = known;
  return {
    counters: new Map(counters),
    hasNoCompanies:
      Array.isArray(warnings) && warnings.some((one) => isJsonObject(one) && one.code === 'no_companies_yet'),
    massRemoval: Array.isArray(warnings) ? (warnings.flatMap(toMassRemoval)[0] ?? null) : null,
  };
}
