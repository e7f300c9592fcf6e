-- Which company a contact belongs to. An automatic match must be right; what is in doubt is for a person to decide.
--
-- Names are read word by word (company_names) and compared by rules: a pair is sure when the words that name the firm are the same, in the
-- same order, and nothing else contradicts. pg_trgm finds what a slip of the keyboard meant and tells how alike two names are; likeness alone
-- decides nothing, as "SPE 4" and "SPE 5", "Paulo" and "Paula" are very much alike.

-- ── settings ────────────────────────────────────────────────────────────────────────────────────────────────────────
alter table private.queue_settings
  add column contact_review_from real not null default 0.5,
  add constraint contact_review_from_is_a_share check (contact_review_from > 0 and contact_review_from <= 1);
comment on column private.queue_settings.contact_review_from is
  'Where only one of two names says more than the other, somebody should look at it from this likeness on; below, the contact is nobody''s.';

-- ── rules ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.name_doubts(p_contact private.company_names, p_company private.company_names, p_rest text[])
returns text[]
language sql
immutable
parallel safe
set search_path = ''
as $$
  select array_remove(array[
    case when p_company.core = '{}' then 'only_trade' end,
    -- One word that many firms are called.
    case when p_contact.core <> '{}' and p_contact.strong = 0
      and (cardinality(p_contact.words) = 1 or cardinality(p_contact.core) = 1 and p_contact.words <> p_company.words and p_contact.trades = '{}')
      then 'common_name' end,
    case when p_contact.strong = 1 and cardinality(p_contact.words) = 1 and p_contact.words <> p_company.words then 'short_name' end,
    case
      when p_contact.form <> p_company.form and not ('ME' in (p_contact.form, p_company.form) and 'SA' not in (p_contact.form, p_company.form))
      then 'legal_form'
    end,
    case
      when p_contact.trades && p_company.trades then
        case when not (p_contact.trades <@ p_company.trades or p_contact.trades @> p_company.trades) then 'trade' end
      when p_contact.trades = '{}' and p_company.trades = '{}' then null
      when p_contact.trades = '{}' then case when p_contact.strong < 2 then 'trade_missing' end
      when p_company.trades = '{}' then 'trade_added'
      else 'other_trade'
    end,
    case when p_contact.generals <> '{}' and p_company.generals <> '{}' and not p_contact.generals && p_company.generals then 'trade' end,
    case
      when p_contact.words = p_company.words then null
      -- The words that both have stand in another order.
      when array(select word from unnest(p_contact.words) with ordinality as w (word, place) where word = any (p_company.words) order by place)
        <> array(select word from unnest(p_company.words) with ordinality as w (word, place) where word = any (p_contact.words) order by place)
        then 'word_order'
    end
  ] || p_rest, null);
$$;
comment on function private.name_doubts(private.company_names, private.company_names, text[]) is
  'Why two names of one core may belong to different firms, as codes; empty = sure. p_rest: what the rest of the contact''s name says against it.';

create function private.slip_between(p_typed text, p_meant text)
returns text
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  v_typed integer := length(p_typed);
  v_meant integer := length(p_meant);
  v_shorter integer := least(v_typed, v_meant);
  v_before integer := 0;
  v_after integer := 0;
begin
  while v_before < v_shorter and substr(p_typed, v_before + 1, 1) = substr(p_meant, v_before + 1, 1) loop
    v_before := v_before + 1;
  end loop;
  while v_after < v_shorter - v_before and substr(p_typed, v_typed - v_after, 1) = substr(p_meant, v_meant - v_after, 1) loop
    v_after := v_after + 1;
  end loop;
  return case
    -- The end of a word tells man from woman and one from many: "Paulo", "Paula", "Rafaela", "Santos".
    when v_before >= v_shorter - 1 and abs(v_typed - v_meant) <= 1 and v_after = 0 then null
    when v_before = 0 then null
    -- Two letters exchanged.
    when v_typed = v_meant and v_before + v_after = v_typed - 2 and v_after > 0
      and substr(p_typed, v_before + 1, 1) = substr(p_meant, v_before + 2, 1)
      and substr(p_typed, v_before + 2, 1) = substr(p_meant, v_before + 1, 1) then 'safe'
    -- One letter too few or too many, well inside a long word.
    when abs(v_typed - v_meant) = 1 and v_before + v_after >= v_shorter then
      case when greatest(v_typed, v_meant) >= 8 and v_after >= 3 then 'safe' else 'doubtful' end
    when abs(v_typed - v_meant) <= 2 and v_shorter >= 5 and v_before + v_after >= v_shorter - 2 then 'doubtful'
  end;
end;
$$;
comment on function private.slip_between(text, text) is
  'safe: the typed word can hardly mean anything else; doubtful: it may mean this one; null: it is another word.';

-- ── pairs ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create type private.name_pair as (name text, company_id uuid, doubts text[], rank integer, similarity real);
comment on type private.name_pair is
  'The name of a contact and a company: why they may be two (empty = sure), how good the pair is (lower = better) and how alike the names are.';

create function private.equal_names(p_tenant_id uuid, p_readings private.name_reading[])
returns setof private.name_pair
language sql
stable
set search_path = ''
as $$
  with
    readings as materialized (
      select
        r.*,
        row(null, p_tenant_id, null, r.key, array_to_string(r.words, ' '), r.words, r.core, r.trades, r.generals, r.form, r.strong)::private.company_names as reading
      from unnest(p_readings) as r
    ),
    found as materialized (
      select
        r.name, r.first_part, r.last_part, r.words, n.company_id, d.doubts,
        -- The words that agree come first, then the legal form; a name that needed less reading wins over another.
        10 * (case
          when cardinality(r.words) = 1 or r.words = n.words then 0
          when r.trades = n.trades then 1
          when r.trades && n.trades then 2
          else 3
        end) + case when r.form = n.form then 0 when r.form <> n.form then 2 else 1 end
          + case when r.is_whole then 0 else 3 end + case when r.variant > 1 then 5 else 0 end as rank,
        extensions.similarity(array_to_string(r.words, ' '), n.name) as similarity
      from readings as r
      join private.company_names as n on n.tenant_id = p_tenant_id and n.key = r.key
      cross join lateral private.name_doubts(r.reading, n, r.rest) as d (doubts)
    ),
    sure as (
      select f.name, array_agg(int4range(f.first_part, f.last_part, '[]')) as runs, array_agg(cardinality(f.words)) as words
      from found as f
      where f.doubts = '{}'
      group by f.name
    )
  select f.name, f.company_id, f.doubts, f.rank, f.similarity
  from found as f
  left join sure on sure.name = f.name
  -- "Magalupay - Instituição de Pagamento" is no case of a firm that is called "Magalupay".
  where not exists (
    select from unnest(sure.runs, sure.words) as longer (run, words)
    where longer.words > cardinality(f.words) and longer.run @> int4range(f.first_part, f.last_part, '[]')
  );
$$;
comment on function private.equal_names(uuid, private.name_reading[]) is
  'Pairs of contacts'' names, as they can be read, and companies whose core is the same; no doubts = sure. A lower rank is the better pair.';

create function private.alike_names(p_tenant_id uuid, p_readings private.name_reading[])
returns setof private.name_pair
language sql
stable
set search_path = ''
as $$
  with
    readings as materialized (
      select distinct on (r.name, r.words) r.* from unnest(p_readings) as r where r.core <> '{}'
    ),
    wanted as materialized (
      select distinct on (core.word) core.word, w.kind is not distinct from 'weak' as is_weak
      from readings as r
      cross join lateral unnest(r.core) as core (word)
      left join private.name_words as w on w.means = core.word and w.kind = 'weak'
      where core.word !~ '^[0-9]+$' and length(core.word) > 1
    ),
    -- A word that very many companies have finds nobody.
    rare as materialized (
      select w.word, w.is_weak, found.names
      from wanted as w
      cross join lateral (
        select array_agg(n.id) as names
        from (
          select c.id from private.company_names as c where c.tenant_id = p_tenant_id and c.words @> array[w.word] limit 101
        ) as n
      ) as found
      where cardinality(found.names) <= 100
    ),
    pairs as (
      select distinct r.name, r.words, r.core, r.trades, r.form, n.company_id, n.name as company_name, n.words as company_words,
        n.core as company_core, n.trades as company_trades
      from readings as r
      cross join lateral unnest(r.core) as word
      join rare on rare.word = word.word
      join private.company_names as n on n.id = any (rare.names)
      -- "Brasil" alone brings nobody together, "Padaria Brasil" may.
      where not rare.is_weak or n.trades && r.trades
    ),
    compared as (
      select
        p.name, p.company_id,
        extensions.similarity(array_to_string(p.words, ' '), p.company_name) as similarity,
        case
          when contact_numbers <> company_numbers and contact_numbers <> '{}' and company_numbers <> '{}' then 'other_number'
          when has_more and lacks then 'other_words'
          when not has_more and not lacks and contact_numbers = company_numbers then 'other_order'
          when p.trades <> '{}' and p.company_trades <> '{}' and not p.trades && p.company_trades then 'other_trade'
          when contact_numbers <> company_numbers then 'number_missing'
          when has_more then 'extra_words'
          else 'missing_words'
        end as doubt
      from pairs as p
      cross join lateral (
        select
          coalesce(array_agg(w.word order by place) filter (where w.word ~ '^[0-9]+$'), '{}') as contact_numbers,
          coalesce(bool_or(w.word !~ '^[0-9]+$' and not w.word = any (p.company_words)), false) as has_more
        from unnest(p.core) with ordinality as w (word, place)
      ) as contact
      cross join lateral (
        select
          coalesce(array_agg(w.word order by place) filter (where w.word ~ '^[0-9]+$'), '{}') as company_numbers,
          coalesce(bool_or(w.word !~ '^[0-9]+$' and not w.word = any (p.words)), false) as lacks
        from unnest(p.company_core) with ordinality as w (word, place)
      ) as company
    )
  select distinct on (c.name, c.company_id)
    c.name, c.company_id, array[c.doubt], case when c.doubt like 'other%' then 300 else 200 end, c.similarity
  from compared as c
  order by c.name, c.company_id, c.doubt in ('other_order', 'other_number') desc, c.doubt like 'other%', c.similarity desc;
$$;
comment on function private.alike_names(uuid, private.name_reading[]) is
  'Pairs of names that share a word that few companies have, with what tells them apart. Codes "other_…" say that they are two firms.';

create function private.mended_names(p_tenant_id uuid, p_names text[])
returns table (name text, mended text, is_safe boolean)
language plpgsql
volatile -- sets the threshold of the % operator for the transaction
set search_path = ''
as $$
begin
  perform set_config('pg_trgm.similarity_threshold', '0.25', true);
  return query
  with
    tokens as materialized (
      select * from private.name_tokens(p_names) as t where t.kind is null and t.word ~ '^[A-Z]{4,}$'
    ),
    unknown as materialized (
      select distinct t.word
      from tokens as t
      where not exists (select from private.company_words as w where w.tenant_id = p_tenant_id and w.word = t.word)
    ),
    meant as (
      select u.word, w.word as right_word, private.slip_between(u.word, w.word) as slip, extensions.similarity(u.word, w.word) as similarity
      from unknown as u
      cross join lateral (
        select c.word
        from private.company_words as c
        where c.tenant_id = p_tenant_id and c.word operator(extensions.%) u.word
        offset 0 -- one index search for each word, never a join of all with all
      ) as w
      where length(u.word) > 4
    ),
    best as (
      select distinct on (m.word)
        m.word, m.right_word,
        -- The names of people are written in many ways, each of them right.
        m.slip = 'safe' and (v.kind is null or v.kind not in ('person', 'surname')) and count(*) filter (where m.slip = 'safe') over (partition by m.word) = 1 as is_safe
      from meant as m
      left join private.name_words as v on v.word = m.right_word
      where m.slip is not null
      order by m.word, m.slip desc, m.similarity desc, m.right_word
    )
  select
    n.name,
    (
      select string_agg(coalesce(b.right_word, plain.word), ' ' order by plain.place)
      from regexp_split_to_table(private.plain_name(n.name), ' ') with ordinality as plain (word, place)
      left join best as b on b.word = private.folded_word(plain.word)
    ),
    bool_and(b.is_safe) and count(*) = 1
  from (select distinct unnest(p_names) as name) as n
  join tokens as t on t.name = n.name
  join best as b on b.word = t.word
  group by n.name;
end;
$$;
comment on function private.mended_names(uuid, text[]) is
  'Names with words that no company has, and what they may have meant. is_safe: one slip that can hardly mean anything else.';

create function private.match_pairs(p_tenant_id uuid, p_names text[])
returns setof private.name_pair
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_readings private.name_reading[];
  v_pairs private.name_pair[];
  v_left text[];
begin
  -- Often so when both are read for the first time.
  if not exists (select from private.company_names where tenant_id = p_tenant_id) then
    return;
  end if;
  -- Read once: that takes longer than all comparisons.
  v_readings := array(select r from private.name_readings(p_names, true) as r);
  v_pairs := array(select pair from private.equal_names(p_tenant_id, v_readings) as pair);
  v_left := array(
    select distinct n.name from unnest(p_names) as n (name)
    where not exists (select from unnest(v_pairs) as p where p.name = n.name and p.doubts = '{}')
  );
  return query select * from unnest(v_pairs);
  if v_left = '{}' then
    return;
  end if;
  return query
  with
    mended as materialized (select * from private.mended_names(p_tenant_id, v_left)),
    pairs as materialized (
      select
        m.name, p.company_id, p.doubts || case when m.is_safe then '{}' else array['slip'] end as doubts, p.rank + 100 as rank,
        p.similarity * extensions.similarity(m.mended, private.plain_name(m.name)) as similarity
      from private.equal_names(
        p_tenant_id, array(select r from private.name_readings((select array_agg(mended) from mended), true) as r)
      ) as p
      join mended as m on m.mended = p.name
    )
  select * from pairs
  union all
  select * from private.alike_names(p_tenant_id, array(select r from unnest(v_readings) as r where r.name = any (v_left)));
end;
$$;
comment on function private.match_pairs(uuid, text[]) is
  'All pairs worth looking at: names of one core; for names without a sure pair also what they may have meant, and what is like them.';

create function private.match_names(p_tenant_id uuid, p_names text[])
returns table (name text, company_id uuid, match_status text, similarity real)
language sql
volatile
set search_path = ''
as $$
  with
    pairs as materialized (
      select distinct on (p.name, p.company_id) p.*
      from private.match_pairs(p_tenant_id, p_names) as p
      order by p.name, p.company_id, p.doubts = '{}' desc, p.rank, p.similarity desc
    ),
    ranked as (
      select
        p.*,
        p.doubts = '{}' as is_sure,
        rank() over by_rank as place,
        count(*) over by_rank as so_far,
        row_number() over (
          partition by p.name order by p.doubts = '{}' desc, p.rank, p.similarity desc, company.is_active is not false desc, company.document
        ) as turn
      from pairs as p
      join public.companies as company on company.id = p.company_id
      cross join private.queue_settings as settings
      where not array_to_string(p.doubts, ' ') ~ '\mother_(words|order|number|trade)'
        and (p.rank < 200 or p.similarity >= settings.contact_review_from)
      window by_rank as (partition by p.name order by p.rank)
    )
  select
    r.name, r.company_id,
    -- The best pair is sure and no other company is as good.
    case when r.is_sure and r.place = 1 and r.so_far = 1 then 'matched' else 'review' end,
    r.similarity
  from ranked as r
  where r.turn = 1 and r.similarity > 0;
$$;
comment on function private.match_names(uuid, text[]) is
  'The company of each name that has one: matched when sure and without a rival, branches of one firm being rivals too; else review, with the likeliest one. Names without a row match nothing.';

revoke all on function
  private.name_doubts(private.company_names, private.company_names, text[]),
  private.slip_between(text, text), private.equal_names(uuid, private.name_reading[]),
  private.alike_names(uuid, private.name_reading[]),
  private.mended_names(uuid, text[]), private.match_pairs(uuid, text[]), private.match_names(uuid, text[])
from public;
