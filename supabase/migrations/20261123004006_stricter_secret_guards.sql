-- The two guards agree: whatever private.scrub lets through, private.has_secret does too. And both know the ways of writing a
-- credential that they missed: lower-case "bearer", cookies, "passwd", "credencial", a user name alone in a URL.

create or replace function private.has_secret(p_value jsonb)
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

create or replace function private.scrub(p_text text)
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
