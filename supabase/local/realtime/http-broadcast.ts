import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { sendJson } from '../gateway/web.ts';
import { identifyKey, type Keys, TokenError } from './sockets/identity.ts';
import type { Topics } from './sockets/topics.ts';
import { asObject, type VerifyToken } from './types.ts';

export const BROADCAST_PATH = '/realtime/v1/api/broadcast';

const NO_PRIVATE = 'The local stack has no private channels';

interface Message {
  topic: string;
  event: string;
  payload: unknown;
}

/** A message that cannot be sent; the text goes to the sender. */
class Refused extends Error {}

function read(value: unknown, payload: unknown = asObject(value).payload): Message {
  const { topic, event, private: isPrivate } = asObject(value);
  if (isPrivate === true) throw new Refused(NO_PRIVATE);
  if (typeof topic !== 'string' || topic === '' || typeof event !== 'string' || event === '') {
    throw new Refused('A message needs a topic and an event');
  }
  return { topic, event, payload: asObject(payload) };
}

/** The messages of a request: many in the body, or one named by its path (`…/<topic>/events/<event>`). Throws Refused. */
function messagesOf(url: URL, body: unknown): Message[] {
  const path = /^\/([^/]+)\/events\/([^/]+)$/.exec(url.pathname.slice(BROADCAST_PATH.length));
  if (path !== null) {
    const [topic, event] = path.slice(1).map(decodeURIComponent);
    return [read({ topic, event, private: url.searchParams.get('private') === 'true' }, body)];
  }
  const { messages } = asObject(body);
  if (!Array.isArray(messages)) throw new Refused('The body needs a list "messages"');
  return messages.map((message) => read(message));
}

/** Broadcasts what somebody without a socket sends, as the platform's REST endpoint does. Private messages are refused in words. */
export async function broadcastOverHttp(
  req: IncomingMessage,
  res: ServerResponse,
  topics: Topics,
  keys: Keys,
  verifyToken: VerifyToken,
): Promise<void> {
  const url = new URL(req.url ?? '/', 'http://realtime');
  const key = req.headers.apikey ?? req.headers.authorization?.replace(/^Bearer /, '');
  try {
    if (typeof key !== 'string') return sendJson(res, 401, { message: 'Unauthorized' });
    await identifyKey(key, keys, verifyToken);
    for (const { topic, event, payload } of messagesOf(url, JSON.parse((await buffer(req)).toString('utf8')))) {
      topics.send(`realtime:${topic}`, { type: 'broadcast', event, payload });
    }
    res.writeHead(202, { 'Access-Control-Allow-Origin': '*' }).end();
  } catch (error) {
    if (error instanceof TokenError) sendJson(res, 401, { message: error.message });
    else if (error instanceof Refused) sendJson(res, 422, { message: error.message });
    else if (error instanceof SyntaxError) sendJson(res, 400, { message: 'The body is no JSON' });
    else throw error;
  }
}
