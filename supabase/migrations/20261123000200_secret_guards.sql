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
  or p_value::text ~ '(sb_secret_[A-Za-z0-9_]+|eyJ[A-Za-z0-9_-]{8,}\.eyJ|Basic [A-Za-z0-9._~+/=-]{6,})'
  or p_value::text ~* '(bearer|apikey) [a-z0-9._~+/=-]{6,}';
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
            regexp_replace(
              p_text,
              '(cookie["'']?\s*:\s*)[^\r\n]+', '\1***', 'gi'
            ),
            '(bearer|apikey|basic)\s+[^\s"''<>,;]+', '\1 ***', 'gi'
          ),
          '((?:api[_-]?key|token|secret|senha|passw(?:or)?d|passphrase|authorization|credential|credencial|private[_-]?key)["'']?\s*[:=]\s*["'']?)[^\s"''<>,;&]+',
          '\1***', 'gi'
        ),
        '(eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_.-]+|sb_(?:secret|publishable)_[A-Za-z0-9_]+)', '***', 'g'
      ),
      '://[^/\s@]+@', '://***@', 'g'
    ),
    1000
  );
$$;
comment on function private.scrub(text) is
  'The text without anything that looks like a credential, at most 1,000 characters. Last line of defence: callers scrub the exact credential first.';

create function private.scrub_problems(p_problems jsonb)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select coalesce(
    jsonb_agg(
      -- What still looks like a secret after the scrubbing is not worth keeping.
      case when private.has_secret(clean) then '{"item": "***", "reason": "***"}' else clean end
      order by position
    ),
    '[]'
  )
  from jsonb_array_elements(p_problems) with ordinality as element (problem, position)
  cross join lateral jsonb_build_object(
    'item', left(private.scrub(problem ->> 'item'), 200), 'reason', left(private.scrub(problem ->> 'reason'), 200)
  ) as fields (clean);
$$;
comment on function private.scrub_problems(jsonb) is
  'Problems [{"item", "reason"}] that every guard against secrets lets through, in their order, each text at most 200 characters.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function private.has_secret(jsonb), private.scrub(text), private.scrub_problems(jsonb) from public;
-- A check constraint runs its function as the role that writes the row.
grant execute on function private.has_secret(jsonb) to authenticated, service_role;
