-- Two guards used by every later table: no secret-looking key in stored json, no secret-looking word in a stored text.

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.has_secret(p_value jsonb)
returns boolean
language sql
immutable
parallel safe
set search_path = ''
as $$
  select exists (
    select 1
    from jsonb_path_query(p_value, 'lax $.** ? (@.type() == "object").keyvalue()') as entry
    where entry ->> 'key' ~* '(token|secret|passw|senha|api[_-]?key|authorization|credential|credencia|bearer|cookie|private[_-]?key)'
  )
  or p_value::text ~ '(sb_secret_[A-Za-z0-9_]+|eyJ[A-Za-z0-9_-]{8,}\.eyJ|(Bearer|ApiKey|Basic) [A-Za-z0-9._~+/=-]{6,})';
$$;
comment on function private.has_secret(jsonb) is
  'True when a key at any depth looks like a credential, or a value carries one. Used by check constraints on payload, result and config.';

create function private.scrub(p_text text)
returns text
language sql
immutable
parallel safe
set search_path = ''
as $$
  select left(
    regexp_replace(
      regexp_replace(
        regexp_replace(
          regexp_replace(
            p_text,
            '\m(Bearer|ApiKey|Basic)\s+[^\s"''<>,;]+', '\1 ***', 'gi'
          ),
          '((?:api[_-]?key|access[_-]?token|token|secret|senha|password|authorization)["'']?\s*[:=]\s*["'']?)[^\s"''<>,;&]+', '\1***', 'gi'
        ),
        '(eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_.-]+|sb_(?:secret|publishable)_[A-Za-z0-9_]+)', '***', 'g'
      ),
      '://[^/\s:@]+:[^/\s@]+@', '://***@', 'g'
    ),
    1000
  );
$$;
comment on function private.scrub(text) is
  'The text without anything that looks like a credential, at most 1,000 characters. Last line of defence: callers scrub the exact credential first.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function private.has_secret(jsonb), private.scrub(text) from public;
-- A check constraint runs its function as the role that writes the row.
grant execute on function private.has_secret(jsonb) to authenticated, service_role;
