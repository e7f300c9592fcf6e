-- Nothing depends on one poke: on hosted projects pg_cron runs the tick and pg_net wakes workers. Both may be missing (plain
-- Postgres, the local stack): then this migration only says what to do, and somebody else has to call integration_queue_tick().

-- ── pokes and what became of them ───────────────────────────────────────────────────────────────────────────────────
create table private.pokes (
  request_id bigint primary key,
  sent_at timestamptz not null default now(),
  outcome text,
  detail text,
  constraint outcome_is_valid check (outcome in ('accepted', 'refused', 'failed', 'timed_out', 'unanswered'))
);
comment on table private.pokes is
  'Requests that woke workers, for a day. pg_net''s answers carry no address: only by the id is it known whose answer it is.';
comment on column private.pokes.outcome is
  'Null while nothing is known. refused: the key was not taken (401, 403); failed: another status, or no connection; timed_out: no answer in time; unanswered: pg_net lost it.';
revoke all on private.pokes from public, anon, authenticated, service_role;

create function private.settle_pokes()
returns integer
language plpgsql
security definer -- reads pg_net's answers
set search_path = ''
as $$
declare
  v_bad record;
  v_count integer := 0;
begin
  if to_regclass('net._http_response') is null then
    return 0;
  end if;
  for v_bad in execute $settle$
    with settled as (
      update private.pokes as poke
      set
        outcome = case
          when answer.id is null then 'unanswered'
          when answer.timed_out then 'timed_out'
          when answer.status_code between 200 and 299 then 'accepted'
          when answer.status_code in (401, 403) then 'refused'
          else 'failed'
        end,
        detail = left(private.scrub(coalesce('status ' || answer.status_code, answer.error_msg)), 200)
      from private.pokes as waiting
      left join net._http_response as answer on answer.id = waiting.request_id
      where waiting.request_id = poke.request_id and poke.outcome is null
        -- pg_net keeps neither its queue nor its answers over a crash.
        and (answer.id is not null or waiting.sent_at < now() - interval '10 minutes')
      returning poke.outcome, poke.detail
    )
    select outcome, coalesce(detail, 'no answer') as detail, count(*) as times from settled where outcome <> 'accepted' group by 1, 2
  $settle$ loop
    raise warning '% poke(s) of workers %: %', v_bad.times, replace(v_bad.outcome, '_', ' '), v_bad.detail
      using hint = 'npm run deploy:check says what to do; due jobs wait until a poke is taken';
    v_count := v_count + v_bad.times;
  end loop;
  delete from private.pokes where sent_at < now() - interval '1 day';
  return v_count;
end;
$$;
comment on function private.settle_pokes() is
  'Notes what pg_net was answered, a warning for each kind of failure, and forgets pokes of more than a day ago. Returns how many failed.';

create function private.pokes_are_waiting()
returns boolean
language plpgsql
stable
security definer -- reads pg_net's queue
set search_path = ''
as $$
declare
  v_is_waiting boolean := false;
begin
  if to_regclass('net.http_request_queue') is not null then
    execute 'select exists (select from net.http_request_queue as request join private.pokes as poke on poke.request_id = request.id)'
    into v_is_waiting;
  end if;
  return v_is_waiting;
end;
$$;
comment on function private.pokes_are_waiting() is 'True while earlier pokes stand in pg_net''s queue: its worker is behind, and more would only pile up.';

create function private.poke_health()
returns jsonb
language sql
stable
security definer -- reads pokes, which no caller may do
set search_path = ''
as $$
  select jsonb_build_object(
    'accepted', count(*) filter (where outcome = 'accepted'),
    'refused', count(*) filter (where outcome = 'refused'),
    'failed', count(*) filter (where outcome in ('failed', 'timed_out', 'unanswered')),
    'last', (
      select jsonb_build_object('outcome', outcome, 'detail', detail)
      from private.pokes where outcome is not null order by sent_at desc, request_id desc limit 1
    )
  )
  from private.pokes
  where sent_at > now() - interval '1 hour';
$$;
comment on function private.poke_health() is
  'Pokes of the last hour by what became of them: {accepted, refused, failed, last: {outcome, detail} | null}. All 0 where the local timer pokes.';

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.send_pokes(p_url text, p_key text, p_count integer, p_function text default 'process-integration-job')
returns void
language plpgsql
security definer -- calls pg_net
set search_path = ''
as $$
begin
  for _ in 1..p_count loop
    insert into private.pokes (request_id)
    -- pg_net keeps the headers in its queue table until they are sent: that is why the key wakes a worker and opens nothing else.
    values (net.http_post(
      url := rtrim(p_url, '/') || '/functions/v1/' || p_function,
      headers := jsonb_build_object('Content-Type', 'application/json', 'X-Worker-Key', p_key),
      body := '{}'::jsonb,
      timeout_milliseconds := 5000
    ))
    -- After a crash pg_net counts from 1 again.
    on conflict (request_id) do update set sent_at = now(), outcome = null, detail = null;
  end loop;
end;
$$;
comment on function private.send_pokes(text, text, integer, text) is 'Sends so many pokes to a function and remembers their ids. Throws what pg_net throws.';

create function private.poke_workers()
returns integer
language plpgsql
security definer -- reads Vault and calls pg_net
set search_path = ''
as $$
declare
  v_tick jsonb := private.tick();
  v_wanted integer := (v_tick ->> 'workers_wanted')::integer;
  v_is_mail_due boolean := coalesce((v_tick ->> 'deliveries_due')::boolean, false);
  v_url text;
  v_key text;
begin
  begin
    perform private.settle_pokes();
    if (v_wanted = 0 and not v_is_mail_due) or private.pokes_are_waiting() then
      return 0;
    end if;
  exception
    -- What became of earlier pokes is good to know, and no reason to send none.
    when others then
      raise warning 'Cannot tell what became of pokes: %', sqlerrm;
  end;
  if to_regclass('vault.decrypted_secrets') is not null then
    select decrypted_secret into v_url from vault.decrypted_secrets where name = 'integrations_project_url';
    select decrypted_secret into v_key from vault.decrypted_secrets where name = 'integrations_worker_key';
  end if;
  if v_url is null or v_key is null then
    raise warning 'Cannot wake workers: % worker(s) are wanted and Vault lacks integrations_project_url or integrations_worker_key', v_wanted
      using hint = 'select vault.create_secret(''https://<ref>.supabase.co'', ''integrations_project_url''); select private.rotate_worker_key();';
    return 0;
  end if;
  begin
    perform private.send_pokes(v_url, v_key, v_wanted);
    if v_is_mail_due then
      perform private.send_pokes(v_url, v_key, 1, 'deliver-notifications');
    end if;
  exception
    when others then
      raise warning 'Cannot wake workers: % worker(s) are wanted and pg_net refused the request: %', v_wanted, sqlerrm;
      return 0;
  end;
  return v_wanted;
end;
$$;
comment on function private.poke_workers() is
  'What pg_cron runs: the tick, a look at what became of earlier pokes, then one poke per wanted worker and one for due notifications, none while earlier ones wait. Returns how many workers were poked; warns when Vault lacks the URL or the key.';

create function private.schedule_queue()
returns text
language plpgsql
set search_path = ''
as $$
declare
  v_missing text;
begin
  select string_agg(name, ' and ' order by name) into v_missing
  from unnest(array['pg_cron', 'pg_net']) as name
  where not exists (select 1 from pg_catalog.pg_extension where extname = name);
  if v_missing is not null then
    raise notice 'The queue is not scheduled: % is not installed', v_missing
      using hint = 'Enable it (Database > Extensions), then run: select private.schedule_queue();';
    return 'missing: ' || v_missing;
  end if;
  -- Vault may have been enabled after the migration that makes the first key.
  if to_regclass('vault.decrypted_secrets') is not null
    and not exists (select 1 from vault.decrypted_secrets where name = 'integrations_worker_key')
  then
    perform private.rotate_worker_key();
  end if;
  -- A schedule of the same name is replaced: calling this twice is safe.
  execute $cron$ select cron.schedule('integration-queue', '10 seconds', 'select private.poke_workers()') $cron$;
  return 'scheduled';
exception
  -- pg_cron is installed and not preloaded (42704), or works in another database (P0001).
  when undefined_object or raise_exception then
    raise notice 'The queue is not scheduled: pg_cron refuses: %', sqlerrm
      using hint = 'Mend it, then run: select private.schedule_queue();';
    return 'refused: ' || sqlerrm;
end;
$$;
comment on function private.schedule_queue() is
  'Schedules the tick every 10 seconds with pg_cron, and makes the key of pokes when there is none. Returns "scheduled", "missing: …" or "refused: …" (by pg_cron) with a notice that says what to do. Run it again after enabling.';

revoke all on function
  private.settle_pokes(), private.pokes_are_waiting(), private.poke_health(), private.send_pokes(text, text, integer, text),
  private.poke_workers(), private.schedule_queue()
from public, anon, authenticated, service_role;

-- ── extensions and schedule ─────────────────────────────────────────────────────────────────────────────────────────
do $$
declare
  v_statement text;
begin
  -- Each by itself: a server may have one of them.
  foreach v_statement in array array[
    'create extension if not exists pg_cron',
    -- Not in public (advisor 0014); its functions go to schema net all the same.
    'create extension if not exists pg_net with schema extensions'
  ] loop
    begin
      if exists (
        select 1 from pg_catalog.pg_available_extensions where name = split_part(v_statement, ' ', 6)
      ) then
        execute v_statement;
      end if;
    exception
      when insufficient_privilege or feature_not_supported or object_not_in_prerequisite_state or undefined_object or raise_exception then
        raise notice 'Not enabled here: %: %', v_statement, sqlerrm;
    end;
  end loop;
end;
$$;
select private.schedule_queue();
