-- Schema auth with the tables that password sign-in needs, named as on the platform. Our migrations refer to auth.users and
-- auth.uid(); @supabase/lite reads and writes the tables.
create schema if not exists auth;

-- ── claims of the caller ────────────────────────────────────────────────────────────────────────────────────────────
create or replace function auth.jwt()
returns jsonb language sql stable
as $$ select coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb; $$;

create or replace function auth.uid()
returns uuid language sql stable
as $$ select coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''), auth.jwt() ->> 'sub')::uuid; $$;

create or replace function auth.role()
returns text language sql stable
as $$ select coalesce(nullif(current_setting('request.jwt.claim.role', true), ''), auth.jwt() ->> 'role'); $$;

create or replace function auth.email()
returns text language sql stable
as $$ select coalesce(nullif(current_setting('request.jwt.claim.email', true), ''), auth.jwt() ->> 'email'); $$;

-- ── users ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create table if not exists auth.users (
  id uuid primary key,
  aud text default 'authenticated',
  role text default 'authenticated',
  email text,
  phone text unique,
  encrypted_password text,
  email_confirmed_at timestamptz,
  phone_confirmed_at timestamptz,
  confirmed_at timestamptz generated always as (least(email_confirmed_at, phone_confirmed_at)) stored,
  invited_at timestamptz,
  last_sign_in_at timestamptz,
  banned_until timestamptz,
  deleted_at timestamptz,
  confirmation_token text,
  confirmation_sent_at timestamptz,
  recovery_token text,
  recovery_sent_at timestamptz,
  reauthentication_token text,
  reauthentication_sent_at timestamptz,
  email_change text,
  email_change_token_new text,
  email_change_token_current text,
  email_change_sent_at timestamptz,
  email_change_confirm_status smallint default 0,
  phone_change text,
  phone_change_token text,
  phone_change_sent_at timestamptz,
  raw_app_meta_data jsonb default '{}',
  raw_user_meta_data jsonb default '{}',
  is_sso_user boolean not null default false,
  is_anonymous boolean not null default false,
  created_at timestamptz default now(),
  updated_at timestamptz default now()
);
create unique index if not exists users_email_partial_key on auth.users (email) where not is_sso_user;

create table if not exists auth.identities (
  id uuid primary key,
  provider text not null,
  provider_id text not null,
  user_id uuid not null references auth.users (id) on delete cascade,
  identity_data jsonb not null default '{}',
  email text generated always as (lower(identity_data ->> 'email')) stored,
  last_sign_in_at timestamptz,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),
  unique (provider, provider_id)
);
create index if not exists identities_user_id_idx on auth.identities (user_id);

-- ── sessions ────────────────────────────────────────────────────────────────────────────────────────────────────────
create table if not exists auth.sessions (
  id uuid primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
  factor_id uuid,
  aal text,
  scopes text,
  tag text,
  ip inet,
  user_agent text,
  refresh_token_hmac_key text,
  refresh_token_counter bigint,
  not_after timestamptz,
  refreshed_at timestamp,
  created_at timestamptz default now(),
  updated_at timestamptz default now()
);
create index if not exists sessions_user_id_idx on auth.sessions (user_id);

create table if not exists auth.refresh_tokens (
  id text primary key,
  session_id uuid references auth.sessions (id) on delete cascade,
  user_id uuid not null,
  token text not null,
  parent text,
  revoked boolean default false,
  created_at timestamptz default now(),
  updated_at timestamptz default now()
);
create index if not exists refresh_tokens_token_idx on auth.refresh_tokens (token);
create index if not exists refresh_tokens_session_id_idx on auth.refresh_tokens (session_id);

create table if not exists auth.flow_state (
  id uuid primary key,
  user_id uuid,
  authentication_method text not null,
  provider_type text not null,
  auth_code text,
  auth_code_issued_at timestamptz,
  code_challenge text,
  code_challenge_method text,
  provider_access_token text,
  provider_refresh_token text,
  invite_token text,
  referrer text,
  oauth_client_state_id uuid,
  linking_target_id uuid,
  email_optional boolean not null default false,
  created_at timestamptz default now(),
  updated_at timestamptz default now()
);

create table if not exists auth.audit_log_entries (
  id uuid primary key,
  payload json,
  ip_address text default '',
  created_at timestamptz default now()
);

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
-- The migration role may refer to users and seed them; browsers may only ask who they are.
revoke all on all tables in schema auth from public, anon, authenticated, service_role;
grant usage on schema auth to postgres, anon, authenticated, service_role;
grant select, insert, update, delete, references, trigger on all tables in schema auth to postgres;
grant execute on all functions in schema auth to postgres, anon, authenticated, service_role;
