-- Nothing depends on one poke: on hosted projects pg_cron runs the tick and pg_net wakes workers. Both may be missing (plain
-- Postgres, the local stack): then this migration only says what to do, and somebody else has to call integration_queue_tick().

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.poke_workers()
returns integer
language plpgsql
security definer -- reads Vault and calls pg_net
set search_path = ''
as $$
declare
  v_wanted integer := (private.tick() ->> 'workers_wanted')::integer;
  v_url text;
  v_key text;
begin
  if v_wanted = 0 then
    return 0;
  end if;
  if to_regclass('vault.decrypted_secrets') is not null then
    select decrypted_secret into v_url from vault.decrypted_secrets where name = 'integrations_project_url';
    select decrypted_secret into v_key from vault.decrypted_secrets where name = 'integrations_worker_key';
  end if;
  if v_url is null or v_key is null then
    raise warning 'Cannot wake workers: % job(s) are due and Vault lacks integrations_project_url or integrations_worker_key', v_wanted
      using hint = 'select vault.create_secret(''https://<ref>.supabase.co'', ''integrations_project_url''); select private.rotate_worker_key();';
    return 0;
  end if;
  begin
    for _ in 1..v_wanted loop
      -- pg_net keeps the headers in its queue table until they are sent: that is why the key wakes a worker and opens nothing else.
      perform net.http_post(
        url := rtrim(v_url, '/') || '/functions/v1/process-integration-job',
        headers := jsonb_build_object('Content-Type', 'application/json', 'X-Worker-Key', v_key),
        body := '{}'::jsonb,
        timeout_milliseconds := 5000
      );
    end loop;
  exception
    when others then
      raise warning 'Cannot wake workers: % job(s) are due and pg_net refused the request: %', v_wanted, sqlerrm;
      return 0;
  end;
  return v_wanted;
end;
$$;
comment on function private.poke_workers() is
  'What pg_cron runs: the tick, then one poke per wanted worker. Returns how many workers were poked; warns when Vault lacks the URL or the key.';

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
end;
$$;
comment on function private.schedule_queue() is
  'Schedules the tick every 10 seconds with pg_cron, and makes the key of pokes when there is none. Returns "scheduled", or "missing: …" with a notice that says what to enable. Run it again after enabling.';

revoke all on function private.poke_workers(), private.schedule_queue() from public;

-- ── extensions and schedule ─────────────────────────────────────────────────────────────────────────────────────────
do $$
begin
  if exists (select 1 from pg_catalog.pg_available_extensions where name = 'pg_cron')
    and exists (select 1 from pg_catalog.pg_available_extensions where name = 'pg_net')
  then
    create extension if not exists pg_cron;
    create extension if not exists pg_net;
  end if;
exception
  when insufficient_privilege or feature_not_supported or object_not_in_prerequisite_state then
    raise notice 'pg_cron and pg_net could not be enabled here: %', sqlerrm;
end;
$$;
select private.schedule_queue();
