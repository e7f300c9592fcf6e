import { randomUUID } from 'node:crypto';
import { createClient, type Session, type SupabaseClient } from '@supabase/supabase-js';
import type { Sql } from '../database/database.ts';
import { createUser } from '../database/fixtures.ts';
import type { TestStackAddress } from './stack.ts';

/** Password of everybody whom tests create, as of the demo users. */
export const PASSWORD = 'integracoes';
/** bcrypt of PASSWORD, as in supabase/seed.sql. */
const PASSWORD_HASH = '$2b$08$OquMPgWkq8yD3Ie/pubTqOOxGqnB0advj.pkXzH2ZaNk3ptGCTr0a';

export interface Person {
  userId: string;
  email: string;
}

/** A confirmed user of Auth who can sign in with PASSWORD; without a role anywhere. */
export async function createPerson(sql: Sql, email = `${randomUUID()}@test.example`): Promise<Person> {
  const userId = await createUser(sql);
  await sql`
    update auth.users set email = ${email}, encrypted_password = ${PASSWORD_HASH}, email_confirmed_at = now(),
      aud = 'authenticated', role = 'authenticated',
      raw_app_meta_data = '{"provider": "email", "providers": ["email"]}', raw_user_meta_data = '{}'
    where id = ${userId}`;
  const identity = JSON.stringify({ sub: userId, email, email_verified: true });
  await sql`
    insert into auth.identities (id, provider, provider_id, user_id, identity_data)
    values (${randomUUID()}, 'email', ${userId}, ${userId}, ${identity}::text::jsonb)`;
  return { userId, email };
}

export interface SignedIn {
  /** An unmodified supabase-js client, signed in as the person. */
  client: SupabaseClient;
  session: Session;
  /** What the client of a browser would keep in localStorage. */
  stored: { name: string; value: string }[];
}

/** Signs in over HTTP with PASSWORD. */
export async function signIn(
  { apiUrl, publishableKey }: Pick<TestStackAddress, 'apiUrl' | 'publishableKey'>,
  email: string,
): Promise<SignedIn> {
  const memory = new Map<string, string>();
  const client = createClient(apiUrl, publishableKey, {
    auth: {
      autoRefreshToken: false,
      storage: {
        getItem: (name) => memory.get(name) ?? null,
        setItem: (name, value) => void memory.set(name, value),
        removeItem: (name) => void memory.delete(name),
      },
    },
  });
  const { data, error } = await client.auth.signInWithPassword({ email, password: PASSWORD });
  if (error) throw error;
  return { client, session: data.session, stored: [...memory].map(([name, value]) => ({ name, value })) };
}
