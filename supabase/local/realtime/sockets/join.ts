import { asObject, type Json } from '../types.ts';
import { type Binding, readBinding } from '../visibility/bindings.ts';
import { userTokenOf } from './identity.ts';

/** What a client asks for when it joins a channel. */
export interface JoinRequest {
  token: string | undefined;
  bindings: Binding[];
  /** The bindings as the client sent them, each with our id: the client compares them with its own. */
  echo: Json[];
  /** Milliseconds for which the answer may wait for the changes to flow; null = answer at once. */
  waitMs: number | null;
  isPrivate: boolean;
  hasPresence: boolean;
  acknowledges: boolean;
  hearsItself: boolean;
}

const DEFAULT_WAIT_MS = 15_000;
const MAX_WAIT_MS = 20_000;

/** Reads the payload of a join. Anything malformed counts as absent. */
export function readJoin(payload: Json): JoinRequest {
  const config = asObject(payload.config);
  const options = asObject(config.postgres_changes_options);
  const broadcast = asObject(config.broadcast);
  const wanted = Array.isArray(config.postgres_changes) ? config.postgres_changes : [];
  const params = wanted.filter((entry) => entry !== null).map(asObject);
  const bindings = params.map(readBinding);
  const timeout = typeof options.timeout === 'number' && options.timeout > 0 ? options.timeout : DEFAULT_WAIT_MS;
  return {
    token: userTokenOf(payload.access_token ?? payload.user_token),
    bindings,
    echo: params.map((entry, i) => ({ ...entry, id: bindings[i]?.id })),
    waitMs: options.wait === true && bindings.length > 0 ? Math.min(timeout, MAX_WAIT_MS) : null,
    isPrivate: config.private === true,
    hasPresence: asObject(config.presence).enabled === true,
    acknowledges: broadcast.ack === true,
    hearsItself: broadcast.self === true,
  };
}
