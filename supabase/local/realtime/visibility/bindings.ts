import { CHANGE_EVENTS, type ChangeEvent, type Json } from '../types.ts';
import { type Condition, FilterSyntaxError, parseFilter } from './filter-syntax.ts';

/** One thing that a channel listens to. */
export interface Binding {
  /** Truthy and unique in this server: a client drops the events of an id that is 0. */
  id: number;
  event: ChangeEvent | '*';
  schema: string;
  table: string;
  conditions: Condition[];
  /** Only these columns (and the primary key); null = all. */
  select: string[] | null;
  /** Why this binding can never deliver anything; null = it is well formed. */
  problem: string | null;
}

let lastId = 0;

function readEvent(value: unknown): ChangeEvent | '*' {
  const name = typeof value === 'string' ? value.toUpperCase() : '*';
  return CHANGE_EVENTS.find((event) => event === name) ?? '*';
}

function readSelect(value: unknown): string[] | null {
  if (typeof value === 'string')
    throw new FilterSyntaxError('Error parsing `select` params: expected a list of columns');
  const names = Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
  return names.length > 0 ? names : null;
}

function readTarget({ schema, table }: Json): { schema: string; table: string } {
  if (typeof schema === 'string') return { schema, table: typeof table === 'string' ? table : '*' };
  if (typeof table === 'string') return { schema: 'public', table };
  throw new FilterSyntaxError('No subscription params provided. Please provide at least a `schema` or `table`');
}

function readConditions(filter: unknown): Condition[] {
  if (filter === undefined || filter === null) return [];
  try {
    return parseFilter(String(filter));
  } catch (error) {
    if (!(error instanceof FilterSyntaxError)) throw error;
    throw new FilterSyntaxError(`Error parsing \`filter\` params: ${error.message}`);
  }
}

/** Reads one entry of `config.postgres_changes`. A malformed one is kept with its problem: the join itself succeeds. */
export function readBinding(params: Json): Binding {
  lastId += 1;
  const binding: Binding = {
    id: lastId,
    event: readEvent(params.event),
    schema: '',
    table: '',
    conditions: [],
    select: null,
    problem: null,
  };
  try {
    Object.assign(binding, readTarget(params));
    binding.conditions = readConditions(params.filter);
    binding.select = readSelect(params.select);
    if (binding.select !== null && (binding.schema === '*' || binding.table === '*')) {
      throw new FilterSyntaxError('Column selection is not supported for wildcard subscriptions');
    }
  } catch (error) {
    if (!(error instanceof FilterSyntaxError)) throw error;
    binding.problem = error.message;
  }
  return binding;
}

/** Whether a change of this table and kind concerns the binding, its conditions apart. */
export function concerns(binding: Binding, schema: string, table: string, event: ChangeEvent): boolean {
  return (
    binding.problem === null &&
    (binding.schema === '*' || binding.schema === schema) &&
    (binding.table === '*' || binding.table === table) &&
    (binding.event === '*' || binding.event === event)
  );
}
