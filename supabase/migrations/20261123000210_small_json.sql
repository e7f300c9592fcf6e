-- Known before anything looks into a stored json: it is small, shallow, and its numbers can be written out. Whoever may write one
-- could otherwise make a search of it, or its text, cost gigabytes: `[1e131071, …]` is 10 bytes a number and 131 KB as text.

create function private.is_small_json(p_value jsonb, p_max_bytes integer)
returns boolean
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
begin
  if p_value = '{}' then
    return true;
  elsif pg_column_size(p_value) > p_max_bytes then
    return false;
  -- A level takes 8 bytes, so that this cannot be too deep; and its text, whatever its numbers, is made in no time.
  elsif pg_column_size(p_value) <= 240 then
    return octet_length(p_value::text) <= 2000;
  end if;
  return not exists (
    -- Level by level: each level is at most as large as the whole.
    with recursive node (value, type, depth) as (
      select p_value, jsonb_typeof(p_value), 1
      union all
      select child.value, jsonb_typeof(child.value), node.depth + 1
      from node
      cross join lateral (
        select value from jsonb_each(case node.type when 'object' then node.value else '{}' end)
        union all
        select value from jsonb_array_elements(case node.type when 'array' then node.value else '[]' end)
      ) as child
      where node.type in ('object', 'array') and node.depth <= 32
    )
    select 1
    from node
    where case type
      when 'number' then abs(value::numeric) >= 1e40 or scale(value::numeric) > 40
      when 'object' then depth > 32
      when 'array' then depth > 32
      else false
    end
  );
end;
$$;
comment on function private.is_small_json(jsonb, integer) is
  'Whether a value takes at most p_max_bytes, is nested at most 32 levels deep and has no number beyond 40 digits. Costs little whatever the value.';

create function private.is_safe_object(p_value jsonb, p_max_bytes integer)
returns boolean
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
begin
  -- In this order: the search for secrets reads the whole text. Two check constraints would be asked in the order of their names.
  return jsonb_typeof(p_value) = 'object' and private.is_small_json(p_value, p_max_bytes) and not private.has_secret(p_value);
end;
$$;
comment on function private.is_safe_object(jsonb, integer) is
  'The guard of every json that is stored: an object, small (private.is_small_json) and without a secret (private.has_secret). For check constraints.';

create function private.require_safe_object(p_name text, p_value jsonb, p_max_bytes integer)
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
  if not private.is_safe_object(p_value, p_max_bytes) then
    raise exception 'Cannot store the %: it must be an object of at most % bytes, 32 levels and numbers of 40 digits, without credentials',
      p_name, p_max_bytes
      using errcode = '23514', constraint = p_name || '_is_small_and_has_no_secret', column = p_name;
  end if;
end;
$$;
comment on function private.require_safe_object(text, jsonb, integer) is
  'For before-triggers of tables that callers write: refuses (23514) what is not private.is_safe_object. A violated constraint, this one''s or another''s, writes the whole row into its message: gigabytes for some values, and secrets.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function private.is_small_json(jsonb, integer), private.is_safe_object(jsonb, integer),
  private.require_safe_object(text, jsonb, integer)
from public, anon, authenticated, service_role;
-- A check constraint runs its functions as the role that writes the row, and so does the trigger of the jobs.
grant execute on function private.is_small_json(jsonb, integer), private.is_safe_object(jsonb, integer),
  private.require_safe_object(text, jsonb, integer) to authenticated, service_role;
