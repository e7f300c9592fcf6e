-- Who operates the installation, over all tenants, and what operators did. Operators are made by SQL only:
--   insert into private.operators (user_id) select id from auth.users where email = '…';

-- ── tables ──────────────────────────────────────────────────────────────────────────────────────────────────────────
create table private.operators (
  user_id uuid primary key references auth.users (id) on delete cascade,
  granted_at timestamptz not null default now()
);
comment on table private.operators is 'People who may open Operação. No function writes it: whoever has SQL grants and withdraws.';

create table private.operator_events (
  id bigint generated always as identity primary key,
  -- No foreign key: the trail outlives the account.
  actor_id uuid,
  actor_email text,
  action text not null,
  subject text,
  value_from text,
  value_to text,
  created_at timestamptz not null default now(),
  constraint operator_action_is_valid check (
    action in ('queue_paused', 'queue_resumed', 'provider_paused', 'provider_resumed', 'setting_changed', 'job_released')
  )
);
comment on table private.operator_events is
  'Append-only trail of what changes the queue of everybody. Settings and pauses come from triggers, so that SQL leaves its trace, too.';
comment on column private.operator_events.actor_id is 'The operator; null = SQL.';
comment on column private.operator_events.subject is 'The setting, the provider''s slug or the job''s id; null for the whole queue.';

revoke all on private.operators, private.operator_events from public, anon, authenticated, service_role;
revoke all on sequence private.operator_events_id_seq from public, anon, authenticated, service_role;

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.is_operator()
returns boolean
language sql
stable
security definer -- reads who operates, which no caller may do
set search_path = ''
as $$
  select exists (select 1 from private.operators where user_id = (select auth.uid()));
$$;
comment on function private.is_operator() is 'Is the caller an operator?';

create function private.require_operator()
returns void
language plpgsql
stable
security definer -- reads who operates, which no caller may do
set search_path = ''
as $$
begin
  if not private.is_operator() then
    raise exception 'Cannot operate the queue: only an operator may' using errcode = '42501';
  end if;
end;
$$;
comment on function private.require_operator() is 'Passes when the caller is an operator; 42501 for everybody else.';

create function private.note_operation(p_action text, p_subject text, p_from text, p_to text)
returns void
language sql
volatile
security definer -- writes the trail, which no caller may do
set search_path = ''
as $$
  insert into private.operator_events (actor_id, actor_email, action, subject, value_from, value_to)
  values (
    (select auth.uid()), (select email from auth.users where id = (select auth.uid())), p_action, p_subject, p_from, p_to
  );
$$;
comment on function private.note_operation(text, text, text, text) is 'Writes one row of the trail of operators, by the caller and now.';

create function private.forgive_pause(p_provider_slug text, p_paused_at timestamptz)
returns void
language sql
volatile
security definer -- moves the begin of leases, which no caller may do
set search_path = ''
as $$
  update private.job_leases
  set began_at = least(now(), began_at + (now() - p_paused_at))
  where slot is null and began_at is not null and (p_provider_slug is null or provider_slug = p_provider_slug);
$$;
comment on function private.forgive_pause(text, timestamptz) is
  'Of runs that waited through a pause: it does not count towards run_limit_hours. p_provider_slug null: of every provider.';

create function private.audit_settings()
returns trigger
language plpgsql
security definer -- writes the trail, which no caller may do
set search_path = ''
as $$
declare
  v_old jsonb := to_jsonb(old);
  v_new jsonb := to_jsonb(new);
begin
  if old.paused_at is null and new.paused_at is not null then
    perform private.note_operation('queue_paused', null, null, null);
  elsif old.paused_at is not null and new.paused_at is null then
    perform private.note_operation('queue_resumed', null, null, null);
    perform private.forgive_pause(null, old.paused_at);
  end if;
  perform private.note_operation('setting_changed', setting.name, v_old ->> setting.name, v_new ->> setting.name)
  from jsonb_object_keys(v_new) as setting (name)
  -- Not what follows from others.
  where setting.name not in ('paused_at', 'max_running', 'max_running_per_provider')
    and v_old -> setting.name is distinct from v_new -> setting.name;
  return null;
end;
$$;
comment on function private.audit_settings() is 'After-trigger: a setting changed, from what to what; the queue was paused or goes on.';

create trigger audit_settings after update on private.queue_settings
for each row when (old is distinct from new)
execute function private.audit_settings();

create function private.audit_provider_pause()
returns trigger
language plpgsql
security definer -- writes the trail, which no caller may do
set search_path = ''
as $$
begin
  perform private.note_operation(
    case when new.paused_at is null then 'provider_resumed' else 'provider_paused' end, new.slug, null, null
  );
  if new.paused_at is null then
    perform private.forgive_pause(new.slug, old.paused_at);
  end if;
  return null;
end;
$$;
comment on function private.audit_provider_pause() is 'After-trigger: a provider was paused or goes on.';

create trigger audit_provider_pause after update of paused_at on public.integration_providers
for each row when ((old.paused_at is null) <> (new.paused_at is null))
execute function private.audit_provider_pause();

create function private.prune_operator_events()
returns integer
language plpgsql
security definer -- deletes from the trail, which no caller may do
set search_path = ''
as $$
declare
  v_deleted integer;
begin
  -- It grows in the order of its ids: only the oldest are looked at.
  with
    settings as (select prune_batch, keep_events_days from private.queue_settings),
    oldest as (select id, created_at from private.operator_events order by id limit (select prune_batch from settings)),
    gone as (
      select oldest.id from oldest cross join settings
      where oldest.created_at < now() - make_interval(days => settings.keep_events_days)
    )
  delete from private.operator_events as event using gone where event.id = gone.id;
  get diagnostics v_deleted = row_count;
  return v_deleted;
end;
$$;
comment on function private.prune_operator_events() is
  'Deletes one batch of the trail of operators older than keep_events_days. Returns how many.';

revoke all on function
  private.is_operator(), private.require_operator(), private.note_operation(text, text, text, text),
  private.forgive_pause(text, timestamptz), private.audit_settings(), private.audit_provider_pause(), private.prune_operator_events()
from public, anon, authenticated, service_role;
