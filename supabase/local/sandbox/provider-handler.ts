import type { IncomingMessage, ServerResponse } from 'node:http';
import { isSandboxToken, type TokenState, type TokenStore } from './control/token-store.ts';
import { answerWith, errorAnswer } from './faults/answer.ts';
import { type Delivery, deliver, encode, stillThereAfter } from './faults/delivery.ts';
import { type FaultPlan, planFaults } from './faults/faults.ts';
import { admit, limitFor } from './faults/limits.ts';
import { acessorias } from './providers/acessorias.ts';
import { bomcontrole } from './providers/bomcontrole.ts';
import { onecode } from './providers/onecode.ts';
import type { Provider } from './providers/provider.ts';
import { parseQuery, type Query } from './providers/query.ts';
import type { LoggedRequest, ProviderSlug } from './types.ts';

const PROVIDERS: Record<ProviderSlug, Provider> = { acessorias, bomcontrole, onecode };
const MAX_LOGGED_URL = 500;

/** What the handler needs from the server. */
export interface HandlerContext {
  store: TokenStore;
  /** Milliseconds until an answer unless the token has its own. */
  latencyMs: number;
  /** The clock of the data. */
  now: () => number;
  log: (line: string) => void;
}

/** A request to one of the providers, taken apart. */
interface Call {
  slug: ProviderSlug;
  provider: Provider;
  /** Path below the provider's base. */
  path: string;
  query: Query;
  authorization: string;
}

function takeApart(req: IncomingMessage): Call | undefined {
  const [fullPath = '', search = ''] = (req.url ?? '/').split('?', 2);
  const [, slug = '', rest = ''] = /^\/([a-z]+)(\/.*)?$/.exec(fullPath) ?? [];
  if (!Object.hasOwn(PROVIDERS, slug)) return undefined;
  const known = slug as ProviderSlug;
  return {
    slug: known,
    provider: PROVIDERS[known],
    // The base of the real Bom Controle ends in /integracao; both bases work here.
    path: known === 'bomcontrole' ? rest.replace(/^\/integracao(?=\/)/, '') : rest,
    query: parseQuery(search),
    authorization: req.headers.authorization ?? '',
  };
}

/** The token of the header in the provider's scheme; undefined when the provider would answer 401. */
function tokenOf(call: Call): string | undefined {
  const [, scheme = '', token = ''] = /^(\S+) +(\S+)$/.exec(call.authorization) ?? [];
  return scheme.toLowerCase() === call.provider.scheme.toLowerCase() && isSandboxToken(token) ? token : undefined;
}

function decide(
  call: Call,
  context: HandlerContext,
  state: TokenState,
  entry: LoggedRequest,
): [Delivery, FaultPlan | null] {
  const { provider, slug } = call;
  const { settings } = state;
  const ordinal = state.stats.requests;
  const waitMs = admit(limitFor(provider.limit, settings), context.store.limitOf(state, slug), performance.now());
  if (waitMs !== null) {
    entry.applied.push('rate_limit');
    const refused = errorAnswer(provider, 429, 'Limite de requisições excedido', ordinal);
    const after = { 'Retry-After': String(Math.max(1, Math.ceil(waitMs / 1_000))) };
    return [{ ...refused, headers: { ...refused.headers, ...(settings.sendRetryAfter ? after : {}) } }, null];
  }
  const plan = planFaults(state, { page: entry.page, path: `/${slug}${call.path}` });
  entry.applied.push(...plan.applied);
  const request = {
    path: call.path,
    query: call.query,
    settings,
    configuredAt: state.configuredAt,
    now: context.now(),
    view: plan.view,
    ordinal,
  };
  return [answerWith(provider, request, plan, call.authorization), plan];
}

/** Answers one request to a provider: authorisation, limit, faults, page, latency; and keeps the token's statistics. */
export async function handleProvider(
  req: IncomingMessage,
  res: ServerResponse,
  context: HandlerContext,
): Promise<void> {
  const arrived = performance.now();
  const left = (ms: number): number => ms - (performance.now() - arrived);
  const call = takeApart(req);
  if (call === undefined) {
    await deliver(res, { status: 404, ...encode({ error: { code: 'not_found', message: 'No such provider' } }) });
    return;
  }
  const route = `${req.method ?? ''} /${call.slug}${call.provider.routeOf(call.path)}`;
  const token = tokenOf(call);
  if (token === undefined) {
    if (await stillThereAfter(res, left(context.latencyMs))) {
      await deliver(res, errorAnswer(call.provider, 401, 'Credencial inválida', 0));
    }
    context.log(`${route} 401`);
    return;
  }
  const state = context.store.open(token);
  const entry: LoggedRequest = {
    at: new Date().toISOString(),
    method: req.method ?? '',
    route,
    url: (req.url ?? '').slice(0, MAX_LOGGED_URL),
    page: call.provider.pageOf(call.query),
    status: null,
    durationMs: null,
    complete: false,
    applied: [],
  };
  context.store.begin(state, entry);
  res.once('close', () => {
    entry.status = res.headersSent ? res.statusCode : 0;
    entry.durationMs = Math.round(performance.now() - arrived);
    entry.complete = res.writableFinished;
    context.store.finish(state, entry);
    context.log(`${entry.route} page=${entry.page} ${entry.status} ${entry.durationMs}ms ${entry.applied.join(',')}`);
  });
  const allowed = req.method === 'GET' || req.method === 'HEAD';
  const [delivery, plan] = allowed
    ? decide(call, context, state, entry)
    : [errorAnswer(call.provider, 405, 'Método não permitido', state.stats.requests), null];
  const latency = (state.settings.latencyMs ?? context.latencyMs) + (plan?.delayMs ?? 0);
  if (await stillThereAfter(res, left(latency))) await deliver(res, delivery);
}
