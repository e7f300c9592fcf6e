-- Recovery does not depend on being able to wake anybody: where Vault is missing, or a request cannot be queued, the tick stands.

create or replace function private.poke_workers()
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
      using hint = 'select vault.create_secret(''https://<ref>.supabase.co'', ''integrations_project_url''); the key likewise, see the README';
    return 0;
  end if;
  begin
    for _ in 1..v_wanted loop
      -- pg_net keeps the headers in its queue table until they are sent: that is why the key is a narrow one of its own.
      perform net.http_post(
        url := rtrim(v_url, '/') || '/functions/v1/process-integration-job',
        headers := jsonb_build_object('Content-Type', 'application/json', 'apikey', v_key),
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
