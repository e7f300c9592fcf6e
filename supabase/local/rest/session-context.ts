import { CompiledQuery, type Kysely } from 'kysely';

/** Whose request it is, as lite hands it over. */
interface RequestContext {
  auth?: { uid?: string | null; role?: string | null; jwt?: unknown };
  storage?: { operation?: string | null };
}

interface RpcRequest {
  method: string;
  path: string;
  requestHeaders?: Record<string, string>;
  readOnly?: boolean;
}

/** How long a statement may take, as the platform sets it for its roles; service_role has that of the role that REST connects as. */
const STATEMENT_TIMEOUT: Record<string, string> = { anon: '3s', authenticated: '8s' };
const DEFAULT_STATEMENT_TIMEOUT = '8s';
const LOCK_TIMEOUT = '8s';

/** One round trip for all settings, valid until the end of the transaction. */
async function setLocally(executor: Kysely<unknown>, settings: Record<string, string>): Promise<void> {
  const names = Object.keys(settings);
  const calls = names.map((_name, index) => `set_config($${index * 2 + 1}, $${index * 2 + 2}, true)`);
  const values = names.flatMap((name) => [name, settings[name] ?? '']);
  await executor.executeQuery(CompiledQuery.raw(`select ${calls.join(', ')}`, values));
}

/** The role and claims of a request, with the limits that the platform puts on the role. Replaces lite's six statements for it. */
export async function applyRequestContext(executor: Kysely<unknown>, context: RequestContext): Promise<void> {
  const role = context.auth?.role || 'anon';
  const { jwt } = context.auth ?? {};
  await setLocally(executor, {
    'request.jwt.claim.sub': String(context.auth?.uid ?? ''),
    'request.jwt.claim.role': role,
    ...(jwt && typeof jwt === 'object' ? { 'request.jwt.claims': JSON.stringify(jwt) } : {}),
    'storage.operation': String(context.storage?.operation ?? ''),
    statement_timeout: STATEMENT_TIMEOUT[role] ?? DEFAULT_STATEMENT_TIMEOUT,
    lock_timeout: LOCK_TIMEOUT,
    role,
  });
}

/** What a function may ask about the request that calls it. Replaces lite's five statements. */
export async function applyRpcContext(executor: Kysely<unknown>, request: RpcRequest): Promise<void> {
  await setLocally(executor, {
    'response.status': '',
    'response.headers': '',
    'request.method': request.method,
    'request.path': request.path,
    'request.headers': JSON.stringify(request.requestHeaders ?? {}),
  });
}
