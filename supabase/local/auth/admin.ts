import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { hash } from 'bcryptjs';
import { z } from 'zod';
import type { Mailbox } from './mailbox.ts';
import { authError, type Fetch, type Query } from './types.ts';

export interface AdminOptions {
  secretKey: string;
  query: Query;
  mailbox: Mailbox;
}

interface UserRow {
  id: string;
  email: string;
  [column: string]: unknown;
}

const COLUMNS = `id, aud, role, email, phone, email_confirmed_at, confirmed_at, invited_at, confirmation_sent_at, recovery_sent_at,
  last_sign_in_at, raw_app_meta_data as app_metadata, raw_user_meta_data as user_metadata, banned_until, is_anonymous, created_at, updated_at`;

const email = z
  .email()
  .max(255)
  .transform((text) => text.toLowerCase());
const metadata = z.record(z.string(), z.unknown());
const inviteSchema = z.object({ email, data: metadata.default({}) });
const createSchema = z.object({
  email,
  password: z.string().min(6).max(72).optional(),
  email_confirm: z.boolean().default(false),
  user_metadata: metadata.default({}),
  app_metadata: metadata.default({}),
});
const changeSchema = z.object({
  email: email.optional(),
  password: z.string().min(6).max(72).optional(),
  email_confirm: z.boolean().optional(),
  user_metadata: metadata.optional(),
  app_metadata: metadata.optional(),
  /** "none" lifts a ban; otherwise hours, minutes and seconds as in "24h". */
  ban_duration: z
    .string()
    .regex(/^(none|(\d+h)?(\d+m)?(\d+s)?)$/)
    .optional(),
});

const PROVIDERS = { provider: 'email', providers: ['email'] };

function isSecret(request: Request, secretKey: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const given = request.headers.get('apikey') ?? '';
  return timingSafeEqual(digest(given), digest(secretKey));
}

/** The part of the platform's Auth that only a secret key may ask, as far as supabase-js's `auth.admin` needs it here. */
class Admin {
  readonly #query: Query;
  readonly #mailbox: Mailbox;

  constructor({ query, mailbox }: AdminOptions) {
    this.#query = query;
    this.#mailbox = mailbox;
  }

  async invite(body: z.infer<typeof inviteSchema>): Promise<Response> {
    const known = await this.#byEmail(body.email);
    if (known?.email_confirmed_at) {
      return authError(422, 'email_exists', 'A user with this email address has already been registered');
    }
    const user = known ?? (await this.#insert({ email: body.email, user_metadata: body.data, app_metadata: {} }));
    const token = randomBytes(28).toString('hex');
    await this.#query(
      'update auth.users set invited_at = now(), confirmation_token = $2, confirmation_sent_at = now() where id = $1',
      [user.id, token],
    );
    await this.#mailbox.send('invite', body.email, token);
    return this.#user(user.id);
  }

  async create(body: z.infer<typeof createSchema>): Promise<Response> {
    if (await this.#byEmail(body.email)) {
      return authError(422, 'email_exists', 'A user with this email address has already been registered');
    }
    const user = await this.#insert(body);
    return this.change(user.id, { password: body.password, email_confirm: body.email_confirm });
  }

  async change(id: string, body: z.infer<typeof changeSchema>): Promise<Response> {
    const ban = body.ban_duration;
    await this.#query(
      `update auth.users set
        email = coalesce($2, email),
        encrypted_password = coalesce($3, encrypted_password),
        email_confirmed_at = case when $4 then coalesce(email_confirmed_at, now()) else email_confirmed_at end,
        raw_user_meta_data = coalesce(raw_user_meta_data, '{}') || coalesce($5::text::jsonb, '{}'),
        raw_app_meta_data = coalesce(raw_app_meta_data, '{}') || coalesce($6::text::jsonb, '{}'),
        banned_until = case when $7::text is null then banned_until when $7 = 'none' then null else now() + $7::interval end,
        updated_at = now()
      where id = $1`,
      [
        id,
        body.email ?? null,
        body.password === undefined ? null : await hash(body.password, 8),
        body.email_confirm ?? false,
        body.user_metadata ? JSON.stringify(body.user_metadata) : null,
        body.app_metadata ? JSON.stringify(body.app_metadata) : null,
        ban === undefined
          ? null
          : ban
              .replace(/h/, ' hours ')
              .replace(/m(?!i)/, ' minutes ')
              .replace(/(\d)s/, '$1 seconds'),
      ],
    );
    if (body.password !== undefined || (ban !== undefined && ban !== 'none')) {
      await this.#query('delete from auth.sessions where user_id = $1', [id]);
    }
    return this.#user(id);
  }

  async list(page: number, perPage: number): Promise<Response> {
    const users = await this.#query<UserRow>(
      `select ${COLUMNS} from auth.users order by created_at desc, id limit $1 offset $2`,
      [perPage, (page - 1) * perPage],
    );
    const [count] = await this.#query<{ total: string }>('select count(*)::text as total from auth.users', []);
    return Response.json({ users, aud: 'authenticated' }, { headers: { 'x-total-count': count?.total ?? '0' } });
  }

  get(id: string): Promise<Response> {
    return this.#user(id);
  }

  async remove(id: string): Promise<Response> {
    await this.#query('delete from auth.refresh_tokens where user_id = $1', [id]);
    const gone = await this.#query('delete from auth.users where id = $1 returning id', [id]);
    return gone.length > 0 ? Response.json({}) : notFound();
  }

  async #byEmail(address: string): Promise<UserRow | undefined> {
    const [user] = await this.#query<UserRow>(`select ${COLUMNS} from auth.users where email = $1`, [address]);
    return user;
  }

  async #insert(body: { email: string; user_metadata: object; app_metadata: object }): Promise<UserRow> {
    const id = randomUUID();
    const [made] = await this.#query<{ id: string }>(
      `insert into auth.users (id, email, raw_app_meta_data, raw_user_meta_data, confirmation_token, recovery_token)
      values ($1, $2, $3::text::jsonb, $4::text::jsonb, '', '')
      on conflict (email) where not is_sso_user do nothing
      returning id`,
      [id, body.email, JSON.stringify({ ...PROVIDERS, ...body.app_metadata }), JSON.stringify(body.user_metadata)],
    );
    const other = made ? undefined : await this.#byEmail(body.email);
    // Two invitations at the same moment: the other one made the account.
    if (other) return other;
    await this.#query(
      `insert into auth.identities (id, provider, provider_id, user_id, identity_data)
      values ($1, 'email', $2::text, $2::text::uuid, jsonb_build_object('sub', $2::text, 'email', $3::text))`,
      [randomUUID(), id, body.email],
    );
    return { id, email: body.email };
  }

  async #user(id: string): Promise<Response> {
    const [user] = await this.#query<UserRow>(`select ${COLUMNS} from auth.users where id = $1`, [id]);
    return user ? Response.json(user) : notFound();
  }
}

const notFound = () => authError(404, 'user_not_found', 'User not found');
const positive = (text: string | null, fallback: number, max: number) =>
  z.coerce
    .number()
    .int()
    .min(1)
    .max(max)
    .catch(fallback)
    .parse(text ?? fallback);

async function read<T>(request: Request, schema: z.ZodType<T>): Promise<T | Response> {
  const parsed = schema.safeParse(await request.json().catch(() => null));
  if (parsed.success) return parsed.data;
  return authError(
    400,
    'validation_failed',
    parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
  );
}

/** Serves `auth.admin` (invite, list, create, get, change, delete users) to the secret key; everything else goes on to `fetch`. */
export function serveAdmin(fetch: Fetch, options: AdminOptions): Fetch {
  const admin = new Admin(options);
  return async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const [, id] = /^\/auth\/v1\/admin\/users\/([0-9a-f-]{36})$/i.exec(pathname) ?? [];
    const isUsers = pathname === '/auth/v1/admin/users';
    const route = `${request.method} ${id === undefined ? pathname : 'user'}`;
    if (!isUsers && id === undefined && route !== 'POST /auth/v1/invite') return fetch(request);
    if (!isSecret(request, options.secretKey))
      return authError(401, 'not_admin', 'This endpoint requires a secret key');
    if (route === 'POST /auth/v1/invite') {
      const body = await read(request, inviteSchema);
      return body instanceof Response ? body : admin.invite(body);
    }
    if (route === 'POST /auth/v1/admin/users') {
      const body = await read(request, createSchema);
      return body instanceof Response ? body : admin.create(body);
    }
    if (isUsers && request.method === 'GET') {
      return admin.list(
        positive(searchParams.get('page'), 1, 1_000_000),
        positive(searchParams.get('per_page'), 50, 1000),
      );
    }
    if (route === 'PUT user' && id) {
      const body = await read(request, changeSchema);
      return body instanceof Response ? body : admin.change(id, body);
    }
    if (route === 'GET user' && id) return admin.get(id);
    if (route === 'DELETE user' && id) return admin.remove(id);
    return authError(405, 'method_not_allowed', `Cannot handle ${request.method} here`);
  };
}
