-- Demo data for the local stack: tenants, users (password "integracoes"), integrations on the provider sandbox, a month of history.
-- Never run it on a real project: the password is public.

-- ── users ───────────────────────────────────────────────────────────────────────────────────────────────────────────
-- Auth (GoTrue) wants empty texts, not nulls, in the token columns.
insert into auth.users (
  id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data, created_at, updated_at,
  confirmation_token, recovery_token, email_change, email_change_token_new
)
select
  id::uuid, 'authenticated', 'authenticated', email, '$2b$08$OquMPgWkq8yD3Ie/pubTqOOxGqnB0advj.pkXzH2ZaNk3ptGCTr0a', now(),
  '{"provider": "email", "providers": ["email"]}', '{}', now() - interval '40 days', now(), '', '', '', ''
from (
  values
    ('00000000-0000-4000-8000-000000000101', 'admin@aurora.test'),
    ('00000000-0000-4000-8000-000000000102', 'auditor@aurora.test'),
    ('00000000-0000-4000-8000-000000000103', 'membro@aurora.test'),
    ('00000000-0000-4000-8000-000000000104', 'admin@boreal.test'),
    ('00000000-0000-4000-8000-000000000105', 'admin@grupo.test'),
    ('00000000-0000-4000-8000-000000000106', 'operador@integracoes.test')
) as demo (id, email);

insert into auth.identities (id, provider, provider_id, user_id, identity_data, last_sign_in_at, created_at, updated_at)
select gen_random_uuid(), 'email', id::text, id, jsonb_build_object('sub', id, 'email', email, 'email_verified', true), now(), now() - interval '40 days', now()
from auth.users
where email like '%.test';

-- ── tenants ─────────────────────────────────────────────────────────────────────────────────────────────────────────
-- Older than their history: a run cannot come before the group, the person and the credential that it needs.
insert into public.tenants (id, name, slug, created_at)
values
  ('00000000-0000-4000-8000-00000000000a', 'Aurora Contabilidade', 'aurora', now() - interval '40 days'),
  ('00000000-0000-4000-8000-00000000000b', 'Boreal Contábil', 'boreal', now() - interval '40 days');

insert into public.tenant_members (tenant_id, user_id, role, created_at)
select tenant_id::uuid, user_id::uuid, role, now() - interval '40 days'
from (
  values
    ('00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-000000000101', 'admin'),
    ('00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-000000000102', 'auditor'),
    ('00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-000000000103', 'member'),
    ('00000000-0000-4000-8000-00000000000b', '00000000-0000-4000-8000-000000000104', 'admin'),
    ('00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-000000000105', 'admin'),
    ('00000000-0000-4000-8000-00000000000b', '00000000-0000-4000-8000-000000000105', 'admin')
) as demo (tenant_id, user_id, role);

-- Not in any group: whoever operates looks over all of them at /operacao.
insert into private.operators (user_id) values ('00000000-0000-4000-8000-000000000106');

-- ── integrations, pointed at the sandbox ────────────────────────────────────────────────────────────────────────────
-- Admins may point at this machine: here that is the sandbox, and what they add leads there without an address.
update private.queue_settings set allow_local_providers = true;
update public.integration_providers set default_base_url = 'http://127.0.0.1:54330/' || slug where default_base_url is not null;
update public.integration_providers set base_url_example = 'http://127.0.0.1:54330/' || slug where base_url_example is not null;

insert into public.tenant_integrations (tenant_id, provider_slug, is_enabled, base_url, created_at)
select tenants.id, providers.slug, true, 'http://127.0.0.1:54330/' || providers.slug, tenants.created_at
from public.tenants
cross join public.integration_providers as providers;

-- The stack's own mail service, which shows mails at /mail and sends none. Not secrets either.
select vault.create_secret('http://127.0.0.1:54321/mail/messages', 'integrations_mail_url');
select vault.create_secret('local-mail-key', 'integrations_mail_key');
select vault.create_secret('Integrações <avisos@integracoes.test>', 'integrations_mail_from');

-- Not secrets: the sandbox takes any token that begins with "sandbox-".
select private.write_credential(tenants.id, integrations.provider_slug, 'sandbox-' || tenants.slug || '-' || integrations.provider_slug)
from public.tenant_integrations as integrations
join public.tenants on tenants.id = integrations.tenant_id;

update public.tenant_integrations set credentials_updated_at = created_at + interval '5 minutes' where credentials_updated_at is not null;
-- Moving the time of a credential is no replacement of it; and the trail is as old as what it tells of.
delete from public.integration_events where details ? 'replaced';
update public.integration_events as event
set created_at = integration.created_at + case event.action when 'credentials_set' then interval '5 minutes' else interval '0' end
from public.tenant_integrations as integration
where integration.tenant_id = event.tenant_id and integration.provider_slug = event.provider_slug;

-- ── history of Aurora's Acessórias: about one run a working day, two of them failed ─────────────────────────────────
-- Only runs and logs: the companies of those runs are not part of the demo. The office grows towards its 498 companies.
with
  runs as (
    select
      day,
      (current_date - day)::timestamp at time zone 'America/Sao_Paulo' + interval '8 hours' + day * interval '97 seconds' as started_at,
      5200 + (day * 379) % 1900 as took_ms,
      498 - day / 3 as companies,
      -- What came to the office since the last run that ended well; of the first one nothing is new.
      coalesce(lag(day / 3) over (partition by day in (9, 20) order by day desc) - day / 3, 0) as created,
      day in (9, 20) as is_failed
    from generate_series(1, 29) as day
    where extract(isodow from current_date - day) < 6
  ),
  jobs as (
    insert into public.integration_jobs (
      tenant_id, provider_slug, status, progress, attempts, started_at, finished_at, execution_time_ms,
      processed_count, total_count, result, error_code, error_message, created_by, created_at, run_after
    )
    select
      '00000000-0000-4000-8000-00000000000a', 'acessorias',
      case when is_failed then 'error' else 'success' end,
      case when is_failed then 40 else 100 end,
      case when is_failed then 3 else 1 end,
      started_at, started_at + took_ms * interval '1 millisecond' + case when is_failed then interval '150 seconds' else interval '0' end, took_ms,
      case when is_failed then 200 else companies end, companies,
      case when not is_failed then jsonb_build_object('processed', companies, 'created', created, 'updated', day % 4, 'unchanged', companies - created - day % 4, 'problems', 0, 'removed', 0) end,
      case when is_failed then 'provider_unavailable' end,
      case when is_failed then 'Acessórias respondeu com o erro 503 (página 11). Tente novamente em alguns minutos.' end,
      '00000000-0000-4000-8000-000000000101', started_at - interval '2 seconds', started_at - interval '2 seconds'
    from runs
    returning *
  ),
  logs as (
    insert into public.integration_logs (
      tenant_id, integration, provider_slug, execution_id, job_id, attempt, status, total_processados,
      execution_time_ms, error_code, error_message, response, created_at
    )
    select
      tenant_id, 'Acessórias', provider_slug, id, id, attempt, status,
      case when attempt = 1 then processed_count else 0 end, execution_time_ms, error_code, error_message, result,
      finished_at - (attempts - attempt) * interval '75 seconds'
    from jobs
    cross join lateral generate_series(1, attempts) as attempt
  )
update public.tenant_integrations
set last_run = newest.finished_at, last_status = newest.status, last_error = newest.error_message
from (select * from jobs order by created_at desc limit 1) as newest
where tenant_integrations.tenant_id = newest.tenant_id and tenant_integrations.provider_slug = newest.provider_slug;
