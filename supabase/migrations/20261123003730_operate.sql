-- What operators do: pause and resume, change settings, give a stuck job back. Each door asks for the operator itself.

-- ── pause ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.pause_queue(p_is_paused boolean, p_provider_slug text)
returns void
language plpgsql
volatile
security definer -- changes settings and the catalogue, after it has asked for the operator
set search_path = ''
as $$
begin
  perform private.require_operator();
  -- A pause that is on keeps its beginning.
  if p_provider_slug is null then
    update private.queue_settings
    set paused_at = case when p_is_paused then now() end
    where only_row and (paused_at is not null) is distinct from p_is_paused;
    return;
  end if;
  if not exists (select 1 from public.integration_providers where slug = p_provider_slug) then
    raise exception 'Cannot pause: there is no provider "%"', left(p_provider_slug, 40) using errcode = 'P0002';
  end if;
  update public.integration_providers
  set paused_at = case when p_is_paused then now() end
  where slug = p_provider_slug and (paused_at is not null) is distinct from p_is_paused;
end;
$$;
comment on function private.pause_queue(boolean, text) is
  'Operators: nothing of this provider (null: of any) is claimed from now on, or again. Enqueuing stays possible. Errors: 42501, P0002 no such provider.';

create function public.pause_integration_queue(p_is_paused boolean, p_provider_slug text default null)
returns void language sql volatile set search_path = ''
as $$ select private.pause_queue(p_is_paused, p_provider_slug); $$;
comment on function public.pause_integration_queue(boolean, text) is 'Operators: see private.pause_queue.';

-- ── settings ────────────────────────────────────────────────────────────────────────────────────────────────────────
-- Only what can be turned back: a shorter retention deletes, and that stays with SQL.
create function private.operable_settings()
returns table (name text, lowest numeric, highest numeric)
language sql
immutable
set search_path = ''
as $$
  values
    ('max_workers', 1::numeric, 1000::numeric), ('jobs_per_worker', 1, 100), ('max_running_per_tenant', 1, 1000),
    ('max_provider_share', 0.05, 1), ('click_head_start_seconds', 0, 86400), ('schedule_spread_minutes', 0, 59),
    ('pause_after_failures', 1, 1000), ('run_limit_hours', 1, 240), ('progress_messages_per_second', 1, 100000);
$$;
comment on function private.operable_settings() is
  'The settings that operators may change in the app, with the lowest and the highest value: within the constraints of queue_settings.';

create function private.change_setting(p_name text, p_value numeric)
returns void
language plpgsql
volatile
security definer -- changes a setting, after it has asked for the operator
set search_path = ''
as $$
declare
  v_setting record;
begin
  perform private.require_operator();
  select * into v_setting from private.operable_settings() as setting where setting.name = p_name;
  if not found then
    raise exception 'Cannot change the setting "%": it is none of those that operators change', left(p_name, 60) using errcode = 'P0002';
  end if;
  if p_value is null or p_value not between v_setting.lowest and v_setting.highest
    or (p_name <> 'max_provider_share' and p_value <> trunc(p_value))
  then
    raise exception 'Cannot change the setting "%": it lies between % and %', p_name, v_setting.lowest, v_setting.highest
      using errcode = '23514';
  end if;
  execute format('update private.queue_settings set %I = $1 where only_row', p_name) using p_value;
end;
$$;
comment on function private.change_setting(text, numeric) is
  'Operators: sets one of private.operable_settings. Errors: 42501, P0002 no such setting, 23514 out of its bounds.';

create function public.change_queue_setting(p_name text, p_value numeric)
returns void language sql volatile set search_path = ''
as $$ select private.change_setting(p_name, p_value); $$;
comment on function public.change_queue_setting(text, numeric) is 'Operators: see private.change_setting.';

-- ── a stuck job ─────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.release_job(p_job_id uuid)
returns void
language plpgsql
volatile
security definer -- moves a job and its lease, after it has asked for the operator
set search_path = ''
as $$
declare
  v_worker text;
begin
  perform private.require_operator();
  perform 1 from public.integration_jobs where id = p_job_id and status = 'running' for update;
  if not found then
    raise exception 'Cannot release job %: it does not run', p_job_id using errcode = 'IQ001';
  end if;
  select worker into v_worker from private.job_leases where job_id = p_job_id for update;
  perform private.log_release(array[p_job_id], 'recovered', null, null);
  -- With its token gone, whatever the worker says from here on changes nothing.
  perform private.release_leases(array[p_job_id], false);
  update public.integration_jobs
  set
    -- Taken away by a person: that costs no attempt.
    status = 'pending', run_after = now(), attempts = attempts - 1, error_code = 'worker_lost',
    error_message = 'A execução foi devolvida à fila pela operação e será retomada de onde parou.'
  where id = p_job_id;
  perform private.note_operation('job_released', p_job_id::text, v_worker, null);
end;
$$;
comment on function private.release_job(uuid) is
  'Operators: running -> pending, due at once, from its cursor; its worker''s token is void. Errors: 42501, IQ001 it does not run.';

create function public.release_integration_job(p_job_id uuid)
returns void language sql volatile set search_path = ''
as $$ select private.release_job(p_job_id); $$;
comment on function public.release_integration_job(uuid) is 'Operators: see private.release_job.';

-- ── what everybody is told ──────────────────────────────────────────────────────────────────────────────────────────
create function private.queue_status()
returns jsonb
language sql
stable
security definer -- reads settings and operators, of which the caller learns what concerns them
set search_path = ''
as $$
  select jsonb_build_object(
    'now', clock_timestamp(),
    'is_operator', private.is_operator(),
    'paused_at', (select paused_at from private.queue_settings),
    'providers', coalesce((
      select jsonb_agg(jsonb_build_object('name', provider.name, 'paused_at', provider.paused_at) order by provider.name)
      from public.integration_providers as provider
      where provider.paused_at is not null
        and (
          private.is_operator() or exists (
            select 1 from public.tenant_integrations as integration
            where integration.provider_slug = provider.slug and integration.removed_at is null
              and integration.tenant_id in (select private.tenants_of_caller(array['admin', 'auditor']))
          )
        )
    ), '[]')
  );
$$;
comment on function private.queue_status() is
  '{"now": the server''s time, by which browsers reckon waits and ages, "is_operator", "paused_at": since when the whole queue is paused or null, "providers": the paused ones that the caller has, [{"name", "paused_at"}]}.';

create function public.integration_queue_status()
returns jsonb language sql stable set search_path = ''
as $$ select private.queue_status(); $$;
comment on function public.integration_queue_status() is 'Everybody signed in: see private.queue_status. Asked once a minute by each open page.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function
  private.pause_queue(boolean, text), public.pause_integration_queue(boolean, text), private.operable_settings(),
  private.change_setting(text, numeric), public.change_queue_setting(text, numeric),
  private.release_job(uuid), public.release_integration_job(uuid), private.queue_status(), public.integration_queue_status()
from public, anon, authenticated, service_role;
grant execute on function
  private.pause_queue(boolean, text), public.pause_integration_queue(boolean, text),
  private.change_setting(text, numeric), public.change_queue_setting(text, numeric),
  private.release_job(uuid), public.release_integration_job(uuid), private.queue_status(), public.integration_queue_status()
to authenticated;
