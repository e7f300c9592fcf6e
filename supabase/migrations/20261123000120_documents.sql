-- What is a document: a CNPJ (companies) or a CPF (people). The one place in SQL; parseDocument in the functions decides the same, and
-- a test holds both against the same table.
--
-- A CNPJ has 12 digits or letters (letters since July 2026) and two check digits, a CPF nine digits and two check digits. Each check
-- digit is modulo 11 over the value of the characters before it, their ASCII code - 48, with weights that run from 2 at the right:
-- up to 9 and again from 2 for a CNPJ, up to 11 for a CPF (Receita Federal).

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
-- Written out, not as a loop: it stands behind check constraints, for every row that is written.
create function private.check_digits(p_base text)
returns text
language plpgsql
immutable
parallel safe
strict
set search_path = ''
as $$
declare
  v_bytes bytea := convert_to(p_base, 'UTF8');
  v_first integer;
  v_second integer;
begin
  -- Values are the codes less 48, the code of "0": less 48 times all weights in the end.
  if length(v_bytes) = 9 then
    v_first := get_byte(v_bytes, 0) * 10 + get_byte(v_bytes, 1) * 9 + get_byte(v_bytes, 2) * 8 +
      get_byte(v_bytes, 3) * 7 + get_byte(v_bytes, 4) * 6 + get_byte(v_bytes, 5) * 5 +
      get_byte(v_bytes, 6) * 4 + get_byte(v_bytes, 7) * 3 + get_byte(v_bytes, 8) * 2 - 48 * 54;
    v_second := get_byte(v_bytes, 0) * 11 + get_byte(v_bytes, 1) * 10 + get_byte(v_bytes, 2) * 9 +
      get_byte(v_bytes, 3) * 8 + get_byte(v_bytes, 4) * 7 + get_byte(v_bytes, 5) * 6 +
      get_byte(v_bytes, 6) * 5 + get_byte(v_bytes, 7) * 4 + get_byte(v_bytes, 8) * 3 - 48 * 63;
  else
    v_first := get_byte(v_bytes, 0) * 5 + get_byte(v_bytes, 1) * 4 + get_byte(v_bytes, 2) * 3 +
      get_byte(v_bytes, 3) * 2 + get_byte(v_bytes, 4) * 9 + get_byte(v_bytes, 5) * 8 +
      get_byte(v_bytes, 6) * 7 + get_byte(v_bytes, 7) * 6 + get_byte(v_bytes, 8) * 5 +
      get_byte(v_bytes, 9) * 4 + get_byte(v_bytes, 10) * 3 + get_byte(v_bytes, 11) * 2 - 48 * 58;
    v_second := get_byte(v_bytes, 0) * 6 + get_byte(v_bytes, 1) * 5 + get_byte(v_bytes, 2) * 4 +
      get_byte(v_bytes, 3) * 3 + get_byte(v_bytes, 4) * 2 + get_byte(v_bytes, 5) * 9 +
      get_byte(v_bytes, 6) * 8 + get_byte(v_bytes, 7) * 7 + get_byte(v_bytes, 8) * 6 +
      get_byte(v_bytes, 9) * 5 + get_byte(v_bytes, 10) * 4 + get_byte(v_bytes, 11) * 3 - 48 * 62;
  end if;
  v_first := case when v_first % 11 < 2 then 0 else 11 - v_first % 11 end;
  -- The first check digit stands next to the second, with weight 2.
  v_second := v_second + v_first * 2;
  v_second := case when v_second % 11 < 2 then 0 else 11 - v_second % 11 end;
  return v_first::text || v_second::text;
end;
$$;
comment on function private.check_digits(text) is
  'The two check digits that follow the first 12 characters of a CNPJ or the first nine digits of a CPF.';

create function private.is_document(p_text text)
returns boolean
language plpgsql
immutable
parallel safe
strict
set search_path = ''
as $$
begin
  return p_text collate "C" ~ '^([0-9]{11}|[0-9A-Z]{12}[0-9]{2})$'
    -- One digit repeated passes the check digits and is never issued.
    and p_text <> repeat(left(p_text, 1), length(p_text))
    and right(p_text, 2) = private.check_digits(left(p_text, -2));
end;
$$;
comment on function private.is_document(text) is
  'True for a CNPJ or CPF as we store it: 14 or 11 characters, upper case, no punctuation, right check digits. Null for null. Used by check constraints.';

create function private.document_of(p_text text)
returns text
language sql
immutable
parallel safe
strict
set search_path = ''
as $$
  select case when private.is_document(canonical) then canonical end
  from (
    select
      -- "C" knows the letters of ASCII only, which is right: no other letter becomes one of a document.
      upper(
        regexp_replace(
          normalize(p_text, nfkc),
          '[\u0001-\u0020\u007f-\u00a0\u00ad\u1680\u180e\u2000-\u200f\u2010-\u2015\u2028-\u202f\u205f-\u2064\u2212\u3000\ufeff./\\-]+',
          '', 'g'
        ) collate "C"
      ) as canonical
  ) as form;
$$;
comment on function private.document_of(text) is
  'The CNPJ or CPF that a text spells, as we store it; null when it is none. Blanks, dots, dashes and slashes do not count, lower case and full-width forms do; a letter is never dropped.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
-- To nobody: whoever writes a document does so through a security definer function.
revoke all on function private.check_digits(text), private.is_document(text), private.document_of(text) from public;
