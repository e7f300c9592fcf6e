/** What a function reads from its environment. Both key generations of the platform are understood. */
export interface FunctionEnv {
  supabaseUrl: string;
  /** Key for requests on behalf of a signed-in user. */
  publishableKey: string;
  /** Key that our own calls send. */
  secretKey: string;
  /** All keys that callers with a secret key may present. */
  secretKeys: string[];
  /** Issuer that access tokens must name; null where it cannot be known (stacks on plain http name their outer address). */
  jwtIssuer: string | null;
  /** How long one worker works before it yields, in ms. Far below the platform's wall clock (150 s free, 400 s paid). */
  workerBudgetMs: number;
  /** Longest wait for one answer of a provider, in ms. */
  providerTimeoutMs: number;
  /** Waits before an empty page is asked again, in ms; undefined = those of `live-list.ts`. */
  endPausesMs?: number[] | undefined;
  /** Only the local stack sets it: lets base URLs point at the sandbox on this machine. */
  allowLocalProviders: boolean;
}

/** `{"default": "sb_secret_…", "other": "…"}` -> the values, `default` first. Throws without quoting the value: it is a secret. */
function namedKeys(name: string, json: string | undefined): string[] {
  if (!json) return [];
  const named = parseObject(json);
  if (!named) throw new Error(`Cannot start the function: ${name} is no JSON object of names and keys`);
  const { default: first, ...others } = named;
  return [first, ...Object.values(others)].filter((key): key is string => typeof key === 'string' && key !== '');
}

function parseObject(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    // The parser's own message would quote the keys.
    return null;
  }
}

function positiveInteger(value: string | undefined, fallback: number): number {
  const number = Number(value);
  return Number.isInteger(number) && number > 0 ? number : fallback;
}

/** `1000,3000,8000` -> its numbers; undefined when it is no such list. */
function millisecondsList(value: string | undefined): number[] | undefined {
  return value !== undefined && /^\d{1,6}(,\d{1,6})*$/.test(value) ? value.split(',').map(Number) : undefined;
}

/**
 * Reads the environment through `get` (in Deno `Deno.env.get`).
 * Throws when the platform's own variables are missing: then nothing can work, and the log should say which one it was.
 */
export function readEnv(get: (name: string) => string | undefined): FunctionEnv {
  // The paths of the API are appended to it.
  const supabaseUrl = get('SUPABASE_URL')?.replace(/\/+$/, '');
  const named = (name: string) => namedKeys(name, get(name));
  const legacy = (name: string) => [get(name)].filter((key): key is string => Boolean(key));
  const publishableKey = [...named('SUPABASE_PUBLISHABLE_KEYS'), ...legacy('SUPABASE_ANON_KEY')][0];
  const secretKeys = [...named('SUPABASE_SECRET_KEYS'), ...legacy('SUPABASE_SERVICE_ROLE_KEY')];
  const [secretKey] = secretKeys;
  if (!supabaseUrl) throw new Error('Cannot start the function: SUPABASE_URL is not set');
  if (!publishableKey)
    throw new Error('Cannot start the function: neither SUPABASE_PUBLISHABLE_KEYS nor SUPABASE_ANON_KEY is set');
  if (!secretKey)
    throw new Error('Cannot start the function: neither SUPABASE_SECRET_KEYS nor SUPABASE_SERVICE_ROLE_KEY is set');
  return {
    supabaseUrl,
    publishableKey,
    secretKey,
    secretKeys,
    // A project behind a custom domain names that in its tokens: then the setting says so.
    jwtIssuer: get('INTEGRATIONS_JWT_ISSUER') || (supabaseUrl.startsWith('https://') ? `${supabaseUrl}/auth/v1` : null),
    workerBudgetMs: positiveInteger(get('INTEGRATIONS_WORKER_BUDGET_MS'), 60_000),
    providerTimeoutMs: positiveInteger(get('INTEGRATIONS_PROVIDER_TIMEOUT_MS'), 30_000),
    endPausesMs: millisecondsList(get('INTEGRATIONS_END_PAUSES_MS')),
    allowLocalProviders: get('INTEGRATIONS_ALLOW_LOCAL_PROVIDERS') === 'true',
  };
}
