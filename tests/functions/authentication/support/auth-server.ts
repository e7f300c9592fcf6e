import { createHmac, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SigningKey } from './tokens.ts';

export interface AuthServer {
  /** As `SUPABASE_URL`. */
  url: string;
  /** What its tokens name as their issuer. */
  issuer: string;
  /** Published in its key set. */
  key: SigningKey;
  /** Shared secret of the older scheme. */
  secret: string;
  /** `method path` of every request so far, in order. */
  requests: string[];
  /** API keys that callers of the queue's functions presented. */
  queueKeys: (string | undefined)[];
  /** Answers of Auth from now on: null = as it should. */
  breakAuth(status: number | null): void;
  close(): Promise<void>;
}

const json = (res: ServerResponse, status: number, body: unknown) => {
  res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
};

const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

/** Auth's own verdict: by the algorithm of the header, each with its own kind of key. */
function isSigned(token: string, key: SigningKey, secret: string): boolean {
  const [header, payload, signature = ''] = token.split('.');
  const text = Buffer.from(`${header}.${payload}`);
  const given = Buffer.from(signature, 'base64url');
  switch (decode(header).alg) {
    case 'HS256':
      return createHmac('sha256', secret).update(text).digest().equals(given);
    case 'ES256':
      return verify('sha256', text, { key: key.public, dsaEncoding: 'ieee-p1363' }, given);
    default:
      return false;
  }
}

/**
 * A project as far as the functions' authentication needs one: Auth with a published ES256 key and a shared HS256 secret, and a
 * database without any membership. Whoever is let in gets 403 there; 401 means: not let in.
 */
export async function startAuthServer(): Promise<AuthServer> {
  const key = new SigningKey();
  const secret = 'shared-secret-of-the-project-with-32-characters';
  const requests: string[] = [];
  const queueKeys: (string | undefined)[] = [];
  let brokenStatus: number | null = null;

  const user = (req: IncomingMessage, res: ServerResponse) => {
    const token = req.headers.authorization?.replace('Bearer ', '') ?? '';
    if (isSigned(token, key, secret)) json(res, 200, { id: decode(token.split('.')[1]).sub, aud: 'authenticated' });
    else json(res, 403, { code: 403, error_code: 'bad_jwt', msg: 'invalid JWT: unable to parse or verify signature' });
  };
  const server = createServer((req, res) => {
    const { pathname } = new URL(req.url ?? '/', 'http://project.test');
    requests.push(`${req.method} ${pathname}`);
    if (pathname.startsWith('/auth/v1/') && brokenStatus !== null)
      json(res, brokenStatus, { msg: 'Broken on purpose' });
    else if (pathname === '/auth/v1/.well-known/jwks.json') json(res, 200, { keys: [key.jwk] });
    else if (pathname === '/auth/v1/user') user(req, res);
    else if (pathname === '/rest/v1/rpc/claim_integration_jobs') {
      queueKeys.push(req.headers.apikey?.toString());
      json(res, 200, []);
    } else if (pathname === '/rest/v1/rpc/is_integration_worker_key') json(res, 200, false);
    else if (pathname.startsWith('/rest/v1/')) json(res, 200, []);
    else json(res, 404, { message: 'no Route matched with those values' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    issuer: `${url}/auth/v1`,
    key,
    secret,
    requests,
    queueKeys,
    breakAuth: (status) => {
      brokenStatus = status;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
