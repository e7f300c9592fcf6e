-- What a secret looks like, once for everything that is stored: no secret-looking key or value in json, none in a text.

-- ── look-alikes ─────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.fold(p_text text)
returns text
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
declare
  v_text text := p_text;
begin
  if octet_length(v_text) <> char_length(v_text) then
    v_text := regexp_replace(
      normalize(v_text, nfkd),
      -- Accents, what is not seen (soft hyphen, zero width, direction, byte order mark), variation selectors.
      '[\u0300-\u036f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]', '', 'g'
    );
  end if;
  -- Portuguese is plain by now.
  if octet_length(v_text) <> char_length(v_text) then
    v_text := translate(
      v_text,
      -- Cyrillic and Greek letters that look Latin, and Latin ones that do not fall apart.
      'аАвВеЕкКмМнНоОрРсСтТуУхХіІјЈѕЅһԁԛԝүҮαΑΒεΕΖηΗιΙκΚΜνΝοΟρΡτΤυΥχΧıɑɡøØłŁđĐɩ',
      'aAbBeEkKmMhHoOpPcCtTyYxXiIjJsShdqwyYaABeEZnHiIkKMvNoOpPtTuYxXiagoOlLdDi'
    );
  end if;
  return v_text;
end;
$$;
comment on function private.fold(text) is
  'The text as it looks: without accents and invisible characters, full-width and look-alike letters as Latin ones. Letter case stays.';

create function private.mentions_secrets(p_text text)
returns boolean
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  return p_text ~* '(token|secret|senha|segredo|pass|pwd|psw|auth|jwt|chave|key|creden|bearer|basic|cookie|eyj|sb_|@)';
end;
$$;
comment on function private.mentions_secrets(text) is
  'Whether a folded text has one of the words without which no rule of this file finds anything. Most texts need no closer look.';

-- ── search ──────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.has_secret(p_value jsonb)
returns boolean
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
declare
  v_text text;
begin
  if p_value = '{}' or p_value = '[]' then
    return false;
  end if;
  v_text := private.fold(p_value::text);
  if not private.mentions_secrets(v_text) then
    return false;
  end if;
  -- Two verbs of the trade that would otherwise be passwords.
  v_text := regexp_replace(v_text, '[dr]esenh', '', 'gi');
  return private.has_secret_value(v_text) or private.has_secret_key(
    -- `dbPass` is two words.
    lower(regexp_replace(regexp_replace(v_text, '([a-z0-9])([A-Z])', '\1_\2', 'g'), '([A-Z])([A-Z][a-z])', '\1_\2', 'g'))
  );
end;
$$;
comment on function private.has_secret(jsonb) is
  'True when a key at any depth is the name of a credential, or a value carries one. Reads the text once per rule: ask private.is_small_json first. A value without any of the words costs one look.';

create function private.has_secret_key(p_json text)
returns boolean
language sql
immutable
parallel safe
set search_path = ''
as $$
  -- A key of a jsonb's text is a string, escapes included, followed by a colon; a colon within a string is followed by no bare quote.
  select p_json ~ (
    -- Wherever they stand in the name. Not: tokenização, secretaria, secretário.
    '"([^"\\]|\\.)*('
    || 'token(?!iz)|secret(?!ari|ary)|senha|segredo|passw(or)?d|pass[^a-z0-9"]?(phrase|code)|creden[ct]ia|authorization|bearer|cookie'
    || '|(api|access|private|secret|encryption|signing|hmac|ssh|auth)[^a-z0-9"]*keys?(?![a-z])'
    || '|chave[^a-z0-9"]*(de)?[^a-z0-9"]*(api|acesso|secreta|privada)'
    || ')([^"\\]|\\.)*":'
  ) or p_json ~ (
    -- Words by themselves. Not: passagem, compasso, autor, Chaves.
    '"(([^"\\]|\\.)*[^a-z0-9"])?(pass|pwd|psw|auth|jwt|chave|user_?pass|db_?pass)[0-9]*([^a-z0-9"]([^"\\]|\\.)*)?":'
  );
$$;
comment on function private.has_secret_key(text) is
  'Whether the text of a jsonb, folded and in lower case with the words of its names apart, has a key that names a credential.';

create function private.has_secret_value(p_text text)
returns boolean
language sql
immutable
parallel safe
set search_path = ''
as $$
  select p_text ~* '(bearer|apikey)\s+[a-z0-9._~+/=-]{6,}|-----begin [a-z0-9 ]*private key|://(?!\*\*\*@)[^/\s@"\\]+@'
    or p_text ~ '(sb_secret_[A-Za-z0-9_]+|eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,})'
    -- Base64 has a digit with letters, a capital in the middle or an equals sign; "plano Basic mensal" has none.
    or p_text ~ '[Bb][Aa][Ss][Ii][Cc]\s+(?=[A-Za-z0-9+/_-]*(=|[a-z][A-Z]|[A-Za-z][0-9]|[0-9][A-Za-z]))[A-Za-z0-9+/_-]{6,}'
    or p_text ~* (
      '(token|senha|segredo|secret|passw(or)?d|passphrase|creden[ct]ial|authorization|(api|access|private)[^a-z0-9"]?key'
      || '|chave[^a-z0-9"]?(de[^a-z0-9"])?(api|acesso|secreta|privada))(\\?["''])?\s*[:=]\s*(\\?["''])?[^\s"''\\*<>,;&]{4,}'
    )
    -- Words that mean much else: only before something with letters and digits.
    or p_text ~* (
      '(^|[^a-z0-9])(pass|pwd|psw|auth|jwt|chave)(\\?["''])?\s*[:=]\s*(\\?["''])?'
      || '(?=[^\s"''\\*<>,;&]*[a-z])(?=[^\s"''\\*<>,;&]*[0-9])[^\s"''\\*<>,;&]{6,}'
    )
    or strpos(p_text, '@') > 0 and p_text ~* (
      '(^|[\s"''(=,;])(?!(e-?mails?|mailto|contato|nome|login|usuarios?|responsavel|cc|para|de|from|to|sip|xmpp):)[a-z0-9._%+-]{2,}:'
      || '(?=[^\s@"\\]*[0-9])(?=[^\s@"\\]*[a-z])[^\s@:/"\\]{4,}@[a-z0-9-]+(\.[a-z0-9-]+)+'
    );
$$;
comment on function private.has_secret_value(text) is
  'Whether a folded text carries a credential: a header, a key of a project, a JWT, a private key, user and password of an address, "token=…", "senha: …".';

-- ── scrubbing ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.mask(p_text text)
returns text
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  v_rule text[];
  v_text text := p_text;
begin
  foreach v_rule slice 1 in array array[
    ['(cookie["'']?\s*:\s*)[^\r\n]+', '\1***', 'gi'],
    ['-----BEGIN [A-Z0-9 ]*PRIVATE KEY.*?(-----END [A-Z0-9 ]*-----|$)', '***', 'gi'],
    ['(bearer|apikey)\s+[^\s"''<>,;]{6,}', '\1 ***', 'gi'],
    ['([Bb][Aa][Ss][Ii][Cc])\s+(?=[A-Za-z0-9+/_-]*(=|[a-z][A-Z]|[A-Za-z][0-9]|[0-9][A-Za-z]))[^\s"''<>,;]{6,}', '\1 ***', 'g'],
    [
      '((?:(?:api|access|private)[^a-z0-9"]?key|chave[^a-z0-9"]?(?:de[^a-z0-9"])?(?:api|acesso|secreta|privada)|token|secret|segredo|(?:^|[^e]|[^dr]e)senha'
      || '|passw(?:or)?d|passphrase|authorization|creden[ct]ial)(?:\\?["''])?\s*[:=]\s*(?:\\?["''])?)[^\s"''<>,;&]+', '\1***', 'gi'
    ],
    [
      '(^|[^a-z0-9])((?:pass|pwd|psw|auth|jwt|chave)(?:\\?["''])?\s*[:=]\s*(?:\\?["''])?)'
      || '(?=[^\s"''<>,;&]*[a-z])(?=[^\s"''<>,;&]*[0-9])[^\s"''<>,;&]{6,}', '\1\2***', 'gi'
    ],
    ['(eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_.-]+|sb_(?:secret|publishable)_[A-Za-z0-9_]+)', '***', 'g'],
    ['://[^/\s@]+@', '://***@', 'g']
  ] loop
    v_text := regexp_replace(v_text, v_rule[1], v_rule[2], v_rule[3]);
  end loop;
  return v_text;
end;
$$;
comment on function private.mask(text) is 'The text with *** in the place of whatever looks like a credential; see private.has_secret_value for the kinds.';

create function private.scrub(p_text text)
returns text
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
declare
  v_text text := left(p_text, 20000);
begin
  if not private.mentions_secrets(private.fold(v_text)) then
    return left(v_text, 1000);
  end if;
  v_text := private.mask(v_text);
  -- What is written in look-alikes, or in a way that only the search knows: rather the folded text, rather none at all.
  if private.has_secret(to_jsonb(v_text)) then
    v_text := private.mask(private.fold(v_text));
    if private.has_secret(to_jsonb(v_text)) then
      return '***';
    end if;
  end if;
  return left(v_text, 1000);
end;
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
revoke all on function
  private.fold(text), private.mentions_secrets(text), private.has_secret(jsonb), private.has_secret_key(text),
  private.has_secret_value(text), private.mask(text), private.scrub(text), private.scrub_problems(jsonb)
from public, anon, authenticated, service_role;
-- A check constraint runs its functions as the role that writes the row.
grant execute on function private.fold(text), private.mentions_secrets(text), private.has_secret(jsonb),
  private.has_secret_key(text), private.has_secret_value(text)
to authenticated, service_role;
