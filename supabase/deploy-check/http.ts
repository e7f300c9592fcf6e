import type { FunctionState, KeyFact } from './facts.ts';

const TIMEOUT_MS = 15_000;

/** POST with a JSON body; null when there is no answer. */
async function post(url: string, headers: Record<string, string>): Promise<{ status: number; body: unknown } | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: '{}',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body: unknown = await response.json().catch(() => null);
    return { status: response.status, body };
  } catch {
    // Why it cannot be reached (name, network, certificate) is said by the first command of the report.
    return null;
  }
}

const codeOf = (body: unknown) => (body as { error?: { code?: unknown } } | null)?.error?.code;

/** Knocks at a function without a key: who refuses, and how, tells its state. Nothing is started. */
export async function functionState(projectUrl: string, name: string): Promise<FunctionState> {
  const answer = await post(`${projectUrl}/functions/v1/${name}`, {});
  if (answer === null) return 'unreachable';
  if (answer.status === 401) return codeOf(answer.body) === 'unauthorized' ? 'ready' : 'platform_refuses';
  return answer.status === 404 ? 'missing' : 'broken';
}

/** Whether a key opens the health of the queue over REST, and a worker's door of the functions (with a body that it refuses). */
export async function keyFact(
  projectUrl: string,
  variable: KeyFact['variable'],
  key: string | undefined,
): Promise<KeyFact> {
  if (!key) return { variable, isAccepted: null };
  const [rest, functions] = await Promise.all([
    post(`${projectUrl}/rest/v1/rpc/integration_queue_health`, { apikey: key }),
    post(`${projectUrl}/functions/v1/sync-acessorias`, { apikey: key }),
  ]);
  return { variable, isAccepted: { byRest: rest?.status === 200, byFunctions: functions?.status === 400 } };
}
