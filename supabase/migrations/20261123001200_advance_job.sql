-- Checkpoint: cursor, counters and progress, in the transaction that writes the page they stand for.

-- Not in SQL: such a body would be planned anew for every page.
create function private.add_counters(p_left jsonb, p_right jsonb)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_object_agg(key, total), '{}')
    from (
      select key, sum(value::bigint) as total
      from (select * from jsonb_each_text(p_left) union all select * from jsonb_each_text(p_right)) as entries
      group by key
    ) as sums
  );
end;
$$;
comment on function private.add_counters(jsonb, jsonb) is 'Key by key: left + right, a missing key counts as 0. Values are integers.';

create function private.advance_job(
  p_job_id uuid,
  p_token uuid,
  p_cursor jsonb,
  p_counters jsonb,
  p_total integer default null,
  p_step text default null,
  p_problems jsonb default '[]'
)
returns jsonb
language plpgsql
security definer -- writes the private lease and the job
set search_path = ''
as $$
declare
  v_settings private.queue_settings;
  v_state text := private.lock_held_job(p_job_id, p_token);
  v_lease private.job_leases;
  v_processed integer;
begin
  if v_state <> 'held' then
    return jsonb_build_object('state', v_state);
  end if;
  if not private.is_safe_object(p_counters, 4096) or not private.is_small_json(p_cursor, 32768) then
    raise exception 'Cannot advance job %: the cursor is too large or deep, or a counter has the name of a secret', p_job_id
      using errcode = '22023';
  end if;
  select * into strict v_settings from private.queue_settings;

  update private.job_leases as l
  set
    cursor = p_cursor,
    cursor_at = now(),
    is_complete = p_cursor is null,
    counters = private.add_counters(l.counters, p_counters),
    problems = case when p_problems = '[]' then l.problems else (
      select coalesce(jsonb_agg(problem), '[]')
      from (
        select problem from jsonb_array_elements(l.problems || private.scrub_problems(p_problems)) as problem limit 50
      ) as first_problems
    ) end,
    total = coalesce(p_total, l.total),
    advanced_at = now(),
    expires_at = now() + make_interval(secs => v_settings.lease_seconds),
    published_at = case
      when l.published_at + make_interval(secs => v_settings.progress_interval_ms / 1000.0) > now() and l.published_at <= now()
        then l.published_at
      -- All together keep within the budget: the more run, the longer each waits. A time to come is left by a clock that was set back.
      when l.published_at + make_interval(secs => (
        select count(*)::numeric / v_settings.progress_messages_per_second from private.job_leases where slot is not null
      )) > now() and l.published_at <= now()
        then l.published_at
      else now()
    end
  where job_id = p_job_id
  returning * into v_lease;

  v_processed := coalesce((v_lease.counters ->> 'processed')::integer, 0);
  if v_processed > v_settings.max_rows_per_run then
    perform private.fail_job(p_job_id, p_token, 'permanent', 'too_many_records', format(
      'A execução leu mais de %s registros, o limite de uma execução, e foi encerrada. O que foi lido está guardado.',
      v_settings.max_rows_per_run
    ));
    return '{"state": "lost"}';
  end if;
  -- Browsers see about one update a second and job (Realtime's rate is limited); the lease always has the exact state.
  if v_lease.published_at = now() then
    perform private.publish_progress(p_job_id, v_processed, v_lease.total, p_step);
  end if;
  return jsonb_build_object('state', 'held', 'processed', v_processed, 'total', v_lease.total);
end;
$$;
comment on function private.advance_job(uuid, uuid, jsonb, jsonb, integer, text, jsonb) is
  'Stores how far the job is. p_counters are added ("processed" drives the bar), p_total null = the provider names none, p_step is for people (Portuguese), p_problems [{"item","reason"}]. Returns {"state", "processed", "total"}; with any state but "held" nothing was written, save that the page that exceeds max_rows_per_run is stored and ends the job in error: then the state is "lost".';

create function private.publish_progress(p_job_id uuid, p_processed integer, p_total integer, p_step text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  update public.integration_jobs
  set
    processed_count = greatest(processed_count, p_processed),
    total_count = case when p_total is not null then greatest(p_total, processed_count, p_processed) end,
    progress = greatest(progress, private.percentage(p_processed, p_total)), -- a bar never goes back
    step = left(coalesce(private.scrub(p_step), step), 200)
  where id = p_job_id;
end;
$$;
comment on function private.publish_progress(uuid, integer, integer, text) is 'Writes counts, percentage and step where browsers see them.';

revoke all on function private.add_counters(jsonb, jsonb), private.publish_progress(uuid, integer, integer, text),
  private.advance_job(uuid, uuid, jsonb, jsonb, integer, text, jsonb) from public;
grant execute on function private.advance_job(uuid, uuid, jsonb, jsonb, integer, text, jsonb) to service_role;
