import type { Fault, FaultKind, SandboxSettings } from '../types.ts';
import { MAX_COMPANIES } from '../world/companies.ts';

/** Settings that somebody sent are not valid; the message says which field and why. */
export class InvalidSettings extends Error {
  override name = 'InvalidSettings';
}

/** Says what is wrong with a value, or undefined when nothing is. */
type Check = (value: unknown) => string | undefined;

const MAX_FAULTS = 100;
const MAX_DELAY_MS = 600_000;
const MAX_BODY_BYTES = 64 * 1_048_576;

const whole =
  (least: number, most: number): Check =>
  (value) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? undefined
      : `must be a whole number from ${least} to ${most}`;

const oneOf =
  (...allowed: unknown[]): Check =>
  (value) =>
    allowed.includes(value) ? undefined : `must be one of ${allowed.join(', ')}`;

/** Printable ASCII: the text may become a header. */
const text: Check = (value) =>
  typeof value === 'string' && /^[\x20-\x7e]{1,2000}$/.test(value)
    ? undefined
    : 'must be 1 to 2000 printable characters';

const message: Check = (value) =>
  typeof value === 'string' && value.length <= 10_000 ? undefined : 'must be a text of at most 10000 characters';

const retryAfter: Check = (value) =>
  typeof value === 'number' ? whole(0, 86_400)(value) : text(value) && 'must be seconds or an HTTP date';

const modules: Check = (value) =>
  Array.isArray(value) && value.length <= 20 && value.every((item) => typeof item === 'string')
    ? undefined
    : 'must be a list of module names';

const rows = { rows: whole(1, 1_000) };
const when = { when: oneOf('before', 'body') };

/** The fields of each kind of fault. */
const FAULTS: Record<FaultKind['kind'], { required?: Record<string, Check>; optional?: Record<string, Check> }> = {
  status: { required: { status: whole(400, 599) }, optional: { retryAfter, message } },
  slow: { required: { ms: whole(0, MAX_DELAY_MS) } },
  hang: { optional: when },
  reset: { optional: when },
  empty_page_once: {},
  repeated_page: { optional: { as: whole(1, 1_000_000) } },
  rows_on_two_pages: { optional: rows },
  erro_200: { optional: { message } },
  html_200: {},
  truncated_json: {},
  garbage: {},
  no_content: {},
  huge: { optional: { bytes: whole(1, MAX_BODY_BYTES) } },
  nul_text: { optional: rows },
  bad_document: { optional: rows },
  missing_fields: { optional: rows },
  wrong_types: { optional: rows },
  echo_token: { optional: { status: whole(200, 599) } },
  redirect: { required: { location: text }, optional: { status: oneOf(301, 302, 303, 307, 308) } },
  bare_array: {},
  paged: {},
  page_count: {},
  data_key: {},
  phone_key: {},
};

const SCOPE: Record<string, Check> = {
  page: whole(1, 1_000_000),
  path: text,
  times: whole(1, 1_000_000),
  afterRequests: whole(0, 1_000_000),
};

const SETTINGS: Record<string, Check> = {
  latencyMs: whole(0, MAX_DELAY_MS),
  rateLimitPerMinute: whole(1, 1_000_000),
  rateLimitWindowMs: whole(1, MAX_DELAY_MS),
  sendRetryAfter: oneOf(true, false),
  companies: whole(0, MAX_COMPANIES),
  changed: whole(0, 1_000_000),
  inactive: whole(0, MAX_COMPANIES),
  modules,
  // Each fault is checked by itself, with its place in the message.
  faults: (value) =>
    Array.isArray(value) && value.length <= MAX_FAULTS ? undefined : `must be a list of at most ${MAX_FAULTS} faults`,
};

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkFields(where: string, value: Record<string, unknown>, checks: Record<string, Check>): void {
  for (const [name, field] of Object.entries(value)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    const problem = check === undefined ? 'is not known' : check(field);
    if (problem !== undefined) throw new InvalidSettings(`${where}.${name} ${problem}`);
  }
}

function parseFault(value: unknown, index: number): Fault {
  const where = `faults[${index}]`;
  if (!isRecord(value)) throw new InvalidSettings(`${where} must be an object`);
  const { kind, ...fields } = value;
  const known = typeof kind === 'string' && Object.hasOwn(FAULTS, kind) ? FAULTS[kind as FaultKind['kind']] : undefined;
  if (known === undefined) {
    throw new InvalidSettings(`${where}.kind must be one of ${Object.keys(FAULTS).join(', ')}`);
  }
  checkFields(where, fields, { ...SCOPE, ...known.required, ...known.optional });
  for (const name of Object.keys(known.required ?? {})) {
    if (!Object.hasOwn(fields, name)) throw new InvalidSettings(`${where}.${name} is missing`);
  }
  // Every field was checked above against the table of its kind.
  return value as unknown as Fault;
}

/** Checks settings that came from outside. Throws InvalidSettings for an unknown field, kind or value. */
export function parseSettings(value: unknown): SandboxSettings {
  if (!isRecord(value)) throw new InvalidSettings('settings must be an object');
  checkFields('settings', value, SETTINGS);
  const faults = Array.isArray(value.faults) ? value.faults.map(parseFault) : undefined;
  return structuredClone({ ...value, ...(faults === undefined ? {} : { faults }) });
}
