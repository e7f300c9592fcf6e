-- Manners: how many calls a provider gets from all workers of a tenant together. Limits of providers belong to the token, and others
-- (the office's own programs) live on the same one.
--
-- A run of usual length is done in one go; only what is longer has to spread. Two rules over the calls of the last minutes:
-- - a run beyond its first calls (three quarters of the limit) makes a further one only while the last minute holds fewer than the limit;
-- - all runs together make at most twice the limit in two minutes, so that runs in a row keep the average too.
-- Calls are handed out by tens, the first with the slice itself, so that counting them costs a run next to nothing.

-- ── tables ──────────────────────────────────────────────────────────────────────────────────────────────────────────
alter table public.integration_providers
  add column calls_per_minute integer,
  add constraint calls_per_minute_is_positive check (calls_per_minute > 0);
comment on column public.integration_providers.calls_per_minute is
  'How many calls a long run makes per minute on average, over all workers of a tenant; null = as many as it can.';

-- The provider allows 100 a minute and token.
update public.integration_providers set calls_per_minute = 80 where slug = 'acessorias';

create table private.provider_pace (
  tenant_id uuid not null,
  provider_slug text not null,
  job_id uuid not null,
  job_calls integer not null,
  calls timestamptz[] not null,
  primary key (tenant_id, provider_slug),
  constraint pace_is_of_an_integration
    foreign key (tenant_id, provider_slug) references public.tenant_integrations (tenant_id, provider_slug) on delete cascade,
  constraint calls_are_not_negative check (job_calls >= 0)
);
comment on table private.provider_pace is 'The calls that were handed out in the last two minutes, one row per integration whose provider counts them.';
comment on column private.provider_pace.job_id is 'The run that was handed the last ones.';
comment on column private.provider_pace.job_calls is 'How many that run was handed in all.';
comment on column private.provider_pace.calls is 'When each call was handed out, the oldest first.';

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.hand_out_calls(p_job_id uuid)
returns jsonb
language plpgsql
security definer -- writes the private pace
set search_path = ''
as $$
declare
  v_job public.integration_jobs;
  v_pace private.provider_pace;
  v_limit integer;
  v_calls timestamptz[];
  v_last_minute timestamptz[];
  v_granted integer;
begin
  select * into strict v_job from public.integration_jobs where id = p_job_id;
  select calls_per_minute into v_limit from public.integration_providers where slug = v_job.provider_slug;
  if v_limit is null then
    return null;
  end if;
  insert into private.provider_pace as p (tenant_id, provider_slug, job_id, job_calls, calls)
  values (v_job.tenant_id, v_job.provider_slug, p_job_id, 0, '{}')
  on conflict (tenant_id, provider_slug) do update
  set job_id = excluded.job_id, job_calls = case when p.job_id = excluded.job_id then p.job_calls else 0 end
  returning * into v_pace;

  v_calls := array(select at from unnest(v_pace.calls) as at where at > now() - interval '2 minutes' order by at);
  v_last_minute := array(select at from unnest(v_calls) as at where at > now() - interval '1 minute' order by at);
  v_granted := least(
    10,
    2 * v_limit - cardinality(v_calls),
    case
      when v_pace.job_calls < v_limit * 3 / 4 then v_limit * 3 / 4 - v_pace.job_calls
      else v_limit - cardinality(v_last_minute)
    end
  );
  if v_granted <= 0 then
    return jsonb_build_object('granted', 0, 'wait_ms', ceil(1000 * extract(epoch from case
      when cardinality(v_calls) >= 2 * v_limit then v_calls[1] + interval '2 minutes' - now()
      else v_last_minute[1] + interval '1 minute' - now()
    end)));
  end if;
  update private.provider_pace
  set job_calls = job_calls + v_granted, calls = v_calls || array_fill(now(), array[v_granted])
  where tenant_id = v_job.tenant_id and provider_slug = v_job.provider_slug;
  return jsonb_build_object('granted', v_granted, 'wait_ms', 0);
end;
$$;
comment on function private.hand_out_calls(uuid) is
  'How many calls of its provider a job may make next: {"granted": 1 to 10, "wait_ms": 0}, or {"granted": 0, "wait_ms"} until it should ask again. Null: nobody counts them. For holders of the lease only.';

create function private.reserve_calls(p_job_id uuid, p_token uuid)
returns jsonb
language plpgsql
security definer -- writes the private pace for the holder of the lease
set search_path = ''
as $$
declare
  v_state text := private.lease_state(p_job_id, p_token);
begin
  if v_state <> 'held' then
    return jsonb_build_object('state', v_state);
  end if;
  return jsonb_build_object('state', v_state, 'calls', private.hand_out_calls(p_job_id));
end;
$$;
comment on function private.reserve_calls(uuid, uuid) is
  'Further calls for a slice: {"state": "held", "calls"}, see private.hand_out_calls, or the lease state when it is not held.';

create function public.reserve_integration_calls(p_job_id uuid, p_lease_token uuid)
returns jsonb language sql volatile set search_path = ''
as $$ select private.reserve_calls(p_job_id, p_lease_token); $$;
comment on function public.reserve_integration_calls(uuid, uuid) is 'service_role only: see private.reserve_calls.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on private.provider_pace from public, anon, authenticated, service_role;
revoke all on function
  private.hand_out_calls(uuid), private.reserve_calls(uuid, uuid), public.reserve_integration_calls(uuid, uuid)
from public, anon, authenticated, service_role;
grant execute on function private.reserve_calls(uuid, uuid), public.reserve_integration_calls(uuid, uuid) to service_role;
