-- Where the due jobs begin. Each claim leaves an entry of its job behind in the claim's index, and until a vacuum drops them, which an
-- old open transaction puts off, every claim would read over all of them. So claims begin at a floor below which nothing is pending.
--
-- A sequence, because its value has no versions of its own to read over. Whoever makes a job pending holds the lock of the floor
-- shared until commit, and lowers the floor at once when the job lies below it. The tick raises it while it holds the lock alone,
-- so that it sees every pending job; it also mends what two who lowered it in the same instant may have left.

-- ── sequence ────────────────────────────────────────────────────────────────────────────────────────────────────────
create sequence private.due_floor_microseconds as bigint minvalue 0 start with 0;
comment on sequence private.due_floor_microseconds is 'The floor in microseconds since 1970; 0 = unknown, claims begin at the first entry.';
revoke all on sequence private.due_floor_microseconds from public, anon, authenticated, service_role;

create view private.due_floor as
select case when last_value = 0 then '-infinity' else timestamptz 'epoch' + last_value * interval '1 microsecond' end as floor
from private.due_floor_microseconds;
comment on view private.due_floor is 'No pending job has an earlier run_after.';
revoke all on private.due_floor from public, anon, authenticated, service_role;

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.set_due_floor(p_run_after timestamptz)
returns void
language plpgsql
volatile
security definer -- writes the sequence
set search_path = ''
as $$
begin
  perform setval(
    'private.due_floor_microseconds',
    case when isfinite(p_run_after) then greatest(0, floor(extract(epoch from p_run_after) * 1000000))::bigint else 0 end
  );
end;
$$;
comment on function private.set_due_floor(timestamptz) is 'Sets the floor at once, whatever becomes of the transaction.';

create function private.keep_due_floor()
returns trigger
language plpgsql
security definer -- lowers the floor whoever enqueues
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock_shared(hashtext('private.due_floor'), 0);
  if new.run_after < (select floor from private.due_floor) then
    perform private.set_due_floor(new.run_after);
  end if;
  return new;
end;
$$;
comment on function private.keep_due_floor() is 'Before-trigger: a job that becomes pending does not lie below the floor.';

create function private.raise_due_floor()
returns void
language plpgsql
volatile
security definer -- reads jobs of every tenant
-- By the claim's own index, whatever the statistics say.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off
set search_path = ''
as $$
begin
  -- A snapshot from before the lock would miss what was committed meanwhile.
  if current_setting('transaction_isolation') <> 'read committed'
    or not pg_try_advisory_xact_lock(hashtext('private.due_floor'), 0)
  then
    return;
  end if;
  perform private.set_due_floor((
    select coalesce(min(first.run_after), now())
    from public.integration_providers as provider
    cross join lateral (
      select run_after from public.integration_jobs
      where provider_slug = provider.slug and (status = 'pending') is true
      order by run_after, created_at, id
      limit 1
    ) as first
  ));
end;
$$;
comment on function private.raise_due_floor() is
  'The last part of the tick: the floor is the first pending job, or now. Nothing happens while somebody is just making a job pending. Whoever does so afterwards waits for the end of this transaction.';

-- ── triggers ────────────────────────────────────────────────────────────────────────────────────────────────────────
-- Named to fire after head_start, which moves the time.
create trigger keep_due_floor before insert on public.integration_jobs
for each row when (new.status = 'pending')
execute function private.keep_due_floor();

create trigger keep_due_floor_again before update on public.integration_jobs
for each row when (new.status = 'pending' and (old.status <> 'pending' or new.run_after < old.run_after))
execute function private.keep_due_floor();

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function
  private.set_due_floor(timestamptz), private.keep_due_floor(), private.raise_due_floor()
from public, anon, authenticated, service_role;
