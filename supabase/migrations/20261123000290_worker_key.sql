-- The key of a poke. pg_net keeps it in its queue table, which everybody who can speak SQL may read: so it is a random secret of its own
-- that wakes a worker and opens nothing else. It is made here, lives in Vault and is known to nobody.
--   integrations_worker_key           what pokes carry
--   integrations_worker_key_previous  what they carried before the last change: taken for an hour more, for pokes that are under way

create function private.keep_secret(p_name text, p_secret text, p_description text)
returns void
language plpgsql
security definer -- writes Vault, which no user may
set search_path = ''
as $$
declare
  v_id uuid;
begin
  select id into v_id from vault.decrypted_secrets where name = p_name;
  if v_id is null then
    perform vault.create_secret(p_secret, p_name, p_description);
  else
    perform vault.update_secret(v_id, p_secret);
  end if;
end;
$$;
comment on function private.keep_secret(text, text, text) is 'Stores a secret in Vault under its name, or replaces the one of that name. Granted to nobody.';

create function private.rotate_worker_key()
returns text
language plpgsql
security definer -- writes Vault, which no user may
set search_path = ''
as $$
declare
  v_current text;
begin
  if to_regclass('vault.decrypted_secrets') is null then
    raise exception 'Cannot make a key: Vault is not installed' using errcode = 'IQ003', hint = 'Enable the extension supabase_vault';
  end if;
  -- Two at once would each take the same key for the previous one.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('private.rotate_worker_key'));
  select decrypted_secret into v_current from vault.decrypted_secrets where name = 'integrations_worker_key';
  if v_current is not null then
    perform private.keep_secret('integrations_worker_key_previous', v_current, 'The key of pokes before the last change, taken for an hour');
  end if;
  perform private.keep_secret(
    'integrations_worker_key',
    'worker_' || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),
    'The key of pokes: wakes a worker and opens nothing else'
  );
  return case when v_current is null then 'created' else 'rotated' end;
end;
$$;
comment on function private.rotate_worker_key() is
  'Makes the key that pokes carry, or a new one in its place: "created" or "rotated". The one before is taken for an hour more, so that no poke is lost; called twice within it, two changes back is refused. Errors: IQ003 no Vault.';

create function private.is_worker_key(p_key text)
returns boolean
language plpgsql
stable
security definer -- reads Vault, which no user may
set search_path = ''
as $$
begin
  if to_regclass('vault.decrypted_secrets') is null then
    return false;
  end if;
  -- Of hashes: how long it takes to see that two differ says nothing about the keys.
  return coalesce(
    (
      select bool_or(sha256(convert_to(decrypted_secret, 'UTF8')) = sha256(convert_to(p_key, 'UTF8')))
      from vault.decrypted_secrets
      where name = 'integrations_worker_key'
        or (name = 'integrations_worker_key_previous' and updated_at > now() - interval '1 hour')
    ),
    false
  );
end;
$$;
comment on function private.is_worker_key(text) is 'Whether a poke with this key wakes a worker: it is the current one, or was until less than an hour ago.';

create function public.is_integration_worker_key(p_key text)
returns boolean language sql stable set search_path = ''
as $$ select private.is_worker_key(p_key); $$;
comment on function public.is_integration_worker_key(text) is 'service_role only: see private.is_worker_key.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function
  private.keep_secret(text, text, text), private.rotate_worker_key(), private.is_worker_key(text), public.is_integration_worker_key(text)
from public, anon, authenticated, service_role;
grant execute on function private.is_worker_key(text), public.is_integration_worker_key(text) to service_role;

-- ── the first key ───────────────────────────────────────────────────────────────────────────────────────────────────
do $$
begin
  if to_regclass('vault.decrypted_secrets') is not null then
    perform private.rotate_worker_key();
  end if;
end;
$$;
