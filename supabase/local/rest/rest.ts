import type { IncomingMessage, ServerResponse } from 'node:http';
import { App } from '@supabase/lite';
import { createPostgresConnection } from '@supabase/lite/postgres';
import { CompiledQuery } from 'kysely';
import { completeAuth } from '../auth/auth.ts';
import { Mailbox } from '../auth/mailbox.ts';
import type { Query } from '../auth/types.ts';
import type { ProjectConfig } from '../project-config.ts';
import { answer } from './answer.ts';
import { forLite, redirectErrors } from './database-errors.ts';
import { refuseWithoutFilter } from './safe-update.ts';
import { watchSchema } from './schema-watch.ts';
import { applyRequestContext, applyRpcContext } from './session-context.ts';
import { isoTimestamp } from './timestamps.ts';

export interface RestSettings {
  /** Connection string of supabase_admin: every request then takes the role of its key or token. */
  databaseUrl: string;
  publishableKey: string;
  secretKey: string;
  /** Signs and verifies access tokens (HS256). */
  jwtSecret: string;
  /** Address of the Supabase API. */
  apiUrl: string;
  /** Address of the SPA, for links in mails. */
  siteUrl: string;
  /** Where mails are kept. */
  dataDir: string;
  /** Where their templates are. */
  projectDir: string;
  /** What config.toml says about the API and accounts. */
  project: Pick<ProjectConfig, 'api' | 'auth'>;
}

export interface RestOptions extends RestSettings {
  /** One line for each statement that Postgres refused. */
  log(line: string): void;
  /** Called when a connection to the database ended by itself: from then on the driver cannot be relied upon. */
  onLost?(): void;
}

export interface Rest {
  /** Answers a request below /rest/v1 or /auth/v1. */
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>;
  close(): Promise<void>;
}

/** Mails that nothing in this project asks for: whoever does is told, instead of waiting for one. */
const refuseMail = () => Promise.reject(new Error('The local stack sends invitations and password mails only'));
const UNUSED_MAILS = {
  sendConfirmation: refuseMail,
  sendMagicLink: refuseMail,
  sendEmailChange: refuseMail,
  sendReauthentication: refuseMail,
};

const asText = (value: string) => value;

/** Lite hands arguments of functions over as json text already, values of rows as they are: neither may be encoded twice. */
function jsonText(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  try {
    JSON.parse(value);
    return value;
  } catch {
    // A plain text, to be stored as a json string.
    return JSON.stringify(value);
  }
}

const parseJson = (text: string): unknown => JSON.parse(text);

/** REST (PostgREST) and Auth (GoTrue) by @supabase/lite on our Postgres. The schema is read at once, and again when Postgres tells that it changed. */
export async function createRest(options: RestOptions): Promise<Rest> {
  const { api, auth } = options.project;
  let isClosing = false;
  const connection = createPostgresConnection({
    url: options.databaseUrl,
    postgresOptions: {
      max: 20,
      // No connection ends for its age, so that each one that ends is lost.
      max_lifetime: null,
      onclose: () => {
        if (!isClosing) options.onLost?.();
      },
      types: {
        json: { to: 114, from: [114], serialize: jsonText, parse: parseJson },
        jsonb: { to: 3802, from: [3802], serialize: jsonText, parse: parseJson },
        timestamp: { to: 1114, from: [1114], serialize: asText, parse: isoTimestamp },
        timestamptz: { to: 1184, from: [1184], serialize: asText, parse: isoTimestamp },
      },
    },
  });
  // On its first request lite grants everything on every table with row level security to anon, authenticated and service_role.
  // That would hide the grants that a migration forgot. The roles it wants exist, so it can take its set-up as done.
  Object.defineProperty(connection, 'ensureRlsContext', { value: () => Promise.resolve(true) });
  Object.defineProperty(connection, 'applyJwtSessionContext', { value: applyRequestContext });
  Object.defineProperty(connection, 'applyRpcRequestGucs', { value: applyRpcContext });
  connection.normalizeDbError = forLite;
  const app = new App({
    connection,
    api: { schemas: api.schemas, max_rows: api.max_rows },
    auth: {
      enabled: true,
      enable_signup: auth.enable_signup,
      minimum_password_length: auth.minimum_password_length,
      jwt_expiry: auth.jwt_expiry,
      site_url: options.siteUrl,
      jwt_secret: options.jwtSecret,
      publishable_key: options.publishableKey,
      secret_key: options.secretKey,
    },
    options: { server: { disableStudio: true, disableFallback: true } },
  });
  await app.init();
  await connection.introspect({ useCache: true });
  const schema = await watchSchema(
    options.databaseUrl,
    async () => void (await connection.introspect({ useCache: false })),
    () => options.onLost?.(),
  );
  const mailbox = new Mailbox(options);
  app._mailer = {
    ...UNUSED_MAILS,
    sendRecovery: (address, tokenHash) => mailbox.send('recovery', address, tokenHash),
  };
  const query: Query = async (text, parameters) => {
    const { rows } = await connection.kysely.executeQuery(CompiledQuery.raw(text, [...parameters]));
    return rows as never;
  };
  const lite = async (request: Request) => app.fetch(request, { peerAddress: null });
  const fetch = refuseWithoutFilter(completeAuth(lite, { ...options, mailbox, query }));
  const stopRedirecting = redirectErrors(options.log);
  return {
    handle: (req, res) =>
      answer(req, res, options.apiUrl, async (request) => {
        const { pathname } = new URL(request.url);
        if (pathname === '/mail') return mailbox.page();
        return pathname === '/mail/messages' ? mailbox.accept(request) : fetch(request);
      }),
    async close() {
      isClosing = true;
      stopRedirecting();
      await schema.close();
      await connection.close();
    },
  };
}
