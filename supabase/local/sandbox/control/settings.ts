import { z } from 'zod';
import { MAX_COMPANIES } from '../world/companies.ts';

const MAX_FAULTS = 100;
const MAX_DELAY_MS = 600_000;
const MAX_BODY_BYTES = 64 * 1_048_576;

const orMissing = (rule: string) => (issue: { input: unknown }) => (issue.input === undefined ? 'is missing' : rule);

const whole = (least: number, most: number) => {
  const error = orMissing(`must be a whole number from ${least} to ${most}`);
  return z.int({ error }).min(least, { error }).max(most, { error });
};

/** Printable ASCII: the text may become a header. */
const headerText = z
  .string({ error: orMissing('must be a text') })
  .regex(/^[\x20-\x7e]{1,2000}$/, 'must be 1 to 2000 printable characters');
const message = z.string('must be a text').max(10_000, 'must be a text of at most 10000 characters');
const rows = whole(1, 1_000).optional();

/** Which requests of a token a fault concerns. Everything that is omitted matches. */
const scope = {
  /** Only requests for this page (1-based); `rows_on_two_pages` begins there. */
  page: whole(1, 1_000_000).optional(),
  /** Only requests whose path contains this text, e.g. `/acessorias` or `/Cliente/`. */
  path: headerText.optional(),
  /** How often the fault happens; omitted: every time (`empty_page_once`: once). */
  times: whole(1, 1_000_000).optional(),
  /** The first n requests after the token was configured are spared. */
  afterRequests: whole(0, 1_000_000).optional(),
};

const faultSchema = z.discriminatedUnion('kind', [
  /** An error status in the provider's own style; `retryAfter` in seconds or as an HTTP date. */
  z.strictObject({
    kind: z.literal('status'),
    status: whole(400, 599),
    retryAfter: z.union([whole(0, 86_400), headerText], { error: 'must be seconds or an HTTP date' }).optional(),
    message: message.optional(),
    /** The headers come, the body begins and never ends. */
    hangs: z.boolean('must be true or false').optional(),
    ...scope,
  }),
  z.strictObject({ kind: z.literal('slow'), ms: whole(0, MAX_DELAY_MS), ...scope }),
  /** Never answers, or sends half of the body and no more. */
  z.strictObject({ kind: z.literal(['hang', 'reset']), when: z.enum(['before', 'body']).optional(), ...scope }),
  /** Answers the rows of page `as` (default: the page before, or page 1 for every page if `page` is omitted). */
  z.strictObject({ kind: z.literal('repeated_page'), as: whole(1, 1_000_000).optional(), ...scope }),
  /** From `page` (default 2) on all rows move down by `rows` (default 3), as when the live list grows at its head. */
  z.strictObject({ kind: z.literal('rows_on_two_pages'), rows, ...scope }),
  /** The list has lost its first `rows` (default 1) rows: those behind them move up. With `afterRequests` it happens while it is read. */
  z.strictObject({ kind: z.literal('rows_vanish'), rows, ...scope }),
  /** What is announced: `value` for TotalItens and `count`, `pages` for `lastPage`. */
  z.strictObject({
    kind: z.literal('announced'),
    value: whole(0, 1_000_000_000).optional(),
    pages: whole(0, 1_000_000).optional(),
    ...scope,
  }),
  /** The page is empty for so long after it was first asked. */
  z.strictObject({ kind: z.literal('empty_for'), ms: whole(1, MAX_DELAY_MS), ...scope }),
  /** `{"Erro"}`, or `{"message"}`, or `[{"Erro"}]`. */
  z.strictObject({
    kind: z.literal('erro_200'),
    message: message.optional(),
    shape: z.enum(['Erro', 'message', 'list']).optional(),
    ...scope,
  }),
  /** A valid page of `bytes` (default 20 MiB), streamed. */
  z.strictObject({ kind: z.literal('huge'), bytes: whole(1, MAX_BODY_BYTES).optional(), ...scope }),
  /** The first `rows` (default 1) rows of the page are damaged. */
  z.strictObject({ kind: z.literal(['nul_text', 'bad_document', 'missing_fields', 'wrong_types']), rows, ...scope }),
  /** Row n of the page says text n (they go round) in every text; `all`: in every field, ids and documents included. */
  z.strictObject({
    kind: z.literal('planted'),
    texts: z
      .array(message, 'must be a list of texts')
      .min(1, 'must not be empty')
      .max(100, 'must be at most 100 texts'),
    all: z.boolean('must be true or false').optional(),
    ...scope,
  }),
  /** An error (default status 200 with `Erro`) whose text contains the Authorization header. */
  z.strictObject({ kind: z.literal('echo_token'), status: whole(200, 599).optional(), ...scope }),
  z.strictObject({
    kind: z.literal('redirect'),
    location: headerText,
    status: z.literal([301, 302, 303, 307, 308]).optional(),
    ...scope,
  }),
  z.strictObject({
    kind: z.literal([
      'empty_page_once',
      'html_200',
      'truncated_json',
      'garbage',
      'no_content',
      'null_body',
      'challenge',
      'latin1',
      'latin1_as_utf8',
      'big_ids',
    ]),
    ...scope,
  }),
  /** Shapes: `bare_array` for paged lists, `paged` for Cliente/Pesquisar, the other three for OneCode. */
  z.strictObject({ kind: z.literal(['bare_array', 'paged', 'page_count', 'data_key', 'phone_key']), ...scope }),
]);
export type Fault = z.infer<typeof faultSchema>;

const FAULT_KINDS = faultSchema.options.flatMap(({ shape }) => [...shape.kind.values]);

/** What one token sees. Everything omitted has the sandbox's default. */
const settingsSchema = z.strictObject({
  /** Milliseconds from the arrival of a request to its answer. */
  latencyMs: whole(0, MAX_DELAY_MS).optional(),
  /** Replaces the provider's own limit by a sliding window of that many requests. */
  rateLimitPerMinute: whole(1, 1_000_000).optional(),
  /** Length of a sliding window; 60,000 unless a test cannot wait for a minute. The bucket of Bom Controle has none. */
  rateLimitWindowMs: whole(1, MAX_DELAY_MS).optional(),
  /** Whether a refusal by the limit carries Retry-After (seconds); the real providers do not promise it. */
  sendRetryAfter: z.boolean('must be true or false').optional(),
  /** Number of companies: the first n of the 511, and synthetic ones beyond. */
  companies: whole(0, MAX_COMPANIES).optional(),
  /** The first n rows (companies, movements, contacts) differ in content from the base. */
  changed: whole(0, 1_000_000).optional(),
  /** The first n companies of Acessórias are inactive, beside the few that always are. */
  inactive: whole(0, MAX_COMPANIES).optional(),
  /** Modules a Bom Controle key may use (`Cliente`, `Empresa`, `Financeiro`); others answer 403. */
  modules: z.array(z.string(), 'must be a list of module names').max(20, 'must be at most 20 names').optional(),
  faults: z
    .array(faultSchema, `must be a list of at most ${MAX_FAULTS} faults`)
    .max(MAX_FAULTS, `must be a list of at most ${MAX_FAULTS} faults`)
    .optional(),
});
export type SandboxSettings = z.infer<typeof settingsSchema>;

/** Settings that somebody sent are not valid; the message says which field and why. */
export class InvalidSettings extends Error {
  override name = 'InvalidSettings';
}

/** `["faults", 0, "kind"]` -> `faults[0].kind`; fields of the settings themselves are `settings.<name>`. */
function place(path: readonly PropertyKey[]): string {
  const joined = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return joined.startsWith('.faults[') ? joined.slice(1) : `settings${joined}`;
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `${place([...issue.path, issue.keys[0] ?? ''])} is not known`;
  if (issue.code === 'invalid_union' && issue.path.at(-1) === 'kind') {
    return `${place(issue.path)} must be one of ${FAULT_KINDS.join(', ')}`;
  }
  if (issue.code === 'invalid_type' && issue.expected === 'object') return `${place(issue.path)} must be an object`;
  return `${place(issue.path)} ${issue.message}`;
}

/** Checks settings that came from outside. Throws InvalidSettings for an unknown field, kind or value. */
export function parseSettings(value: unknown): SandboxSettings {
  const parsed = settingsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InvalidSettings(parsed.error.issues.map(describe)[0]);
}
