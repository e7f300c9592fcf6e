-- The catalogue of providers, and which tenant uses which.

-- ── tables ──────────────────────────────────────────────────────────────────────────────────────────────────────────
create table public.integration_providers (
  slug text primary key,
  name text not null,
  description text not null,
  category text not null,
  function_name text not null,
  upsert_function text not null,
  record_key text not null default 'external_id',
  reads_changes boolean not null default false,
  default_base_url text,
  base_url_example text,
  credential_name text not null default 'Token',
  credential_help text not null default '',
  config_schema jsonb not null default '{}',
  paused_at timestamptz,
  constraint slug_is_url_safe check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  constraint function_name_is_a_sync_function check (function_name ~ '^sync-[a-z0-9-]+$'),
  constraint upsert_function_is_one check (upsert_function ~ '^upsert_[a-z_]+$'),
  constraint one_provider_fills_a_table unique (upsert_function),
  constraint config_schema_is_an_object check (jsonb_typeof(config_schema) = 'object')
);
comment on table public.integration_providers is 'Catalogue: one row per provider that we can synchronise. A new provider is a row here, one sync-* function and one upsert function.';
comment on column public.integration_providers.upsert_function is
  'private.<name>(p_tenant_id uuid, p_rows jsonb) returns jsonb writes one page; upsert_<what> fills table public.<what>. See private.store_page.';
comment on column public.integration_providers.record_key is 'Column of that table with the provider''s id of a record.';
comment on column public.integration_providers.reads_changes is
  'Later runs read only what changed; everything is read every full_read_days and when the connection changed.';
comment on column public.integration_providers.credential_name is 'What the provider calls its credential, for people (Portuguese).';
comment on column public.integration_providers.credential_help is
  'Where in the provider''s own system the credential is found, and what it must be allowed to read, for people (Portuguese).';
comment on column public.integration_providers.paused_at is
  'Since when no job of it is claimed (maintenance); null = it runs. Set by operators, see private.pause_queue.';
comment on column public.integration_providers.default_base_url is 'Null when every customer has a host of its own (OneCode): then tenant_integrations.base_url must be set.';

create table public.tenant_integrations (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  provider_slug text not null references public.integration_providers (slug),
  is_enabled boolean not null default false,
  base_url text,
  config jsonb not null default '{}',
  settings_changed_at timestamptz not null default now(),
  credentials_updated_at timestamptz,
  tested_at timestamptz,
  test_result text,
  removed_at timestamptz,
  last_run timestamptz,
  last_status text,
  last_error text,
  last_error_code text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint one_integration_per_tenant_and_provider unique (tenant_id, provider_slug),
  constraint base_url_is_http check (base_url is null or (base_url ~ '^https?://[^\s/@]+[^\s@]*$' and length(base_url) <= 300)),
  constraint config_is_small_and_has_no_secret check (private.is_safe_object(config, 4096)),
  constraint last_status_is_valid check (last_status in ('success', 'error', 'canceled')),
  constraint last_error_only_after_an_error check ((last_error is null and last_error_code is null) or last_status = 'error'),
  constraint test_result_is_a_code check (test_result ~ '^[a-z_]{1,60}$'),
  constraint test_result_comes_with_its_time check ((tested_at is null) = (test_result is null)),
  constraint removed_integration_is_off_and_has_no_credential
    check (removed_at is null or (not is_enabled and credentials_updated_at is null))
);
comment on table public.tenant_integrations is 'One provider set up for one tenant. last_* agree with the newest finished job and are written only by the queue.';
comment on column public.tenant_integrations.settings_changed_at is
  'When base_url or config last changed: the next run reads everything and not only what is new.';
comment on column public.tenant_integrations.credentials_updated_at is 'When the credential was last set; null = never. The credential itself lives in Vault.';
comment on column public.tenant_integrations.tested_at is
  'When the stored address and credential were last tried by "Testar conexão"; null = never since one of them changed. test_result is "ok" or the code of the error.';
comment on column public.tenant_integrations.removed_at is
  'When an admin removed it; null = in use. The row stays, so that its runs, its trail and what it brought keep what they belong to.';
comment on column public.tenant_integrations.created_at is 'When it was added; after a removal, when it was added again.';

-- ── indexes ─────────────────────────────────────────────────────────────────────────────────────────────────────────
create index tenant_integrations_by_provider on public.tenant_integrations (provider_slug);

-- ── row level security ──────────────────────────────────────────────────────────────────────────────────────────────
alter table public.integration_providers enable row level security;
alter table public.tenant_integrations enable row level security;

create policy "Signed-in users read the catalogue" on public.integration_providers
for select to authenticated
using (true);

create policy "Admins and auditors read the integrations of their tenant" on public.tenant_integrations
for select to authenticated
using (tenant_id = any (array(select private.tenants_of_caller(array['admin', 'auditor']))));

create policy "Admins add integrations to their tenant" on public.tenant_integrations
for insert to authenticated
with check (tenant_id = any (array(select private.tenants_of_caller(array['admin']))));

create policy "Admins change the integrations of their tenant" on public.tenant_integrations
for update to authenticated
using (removed_at is null and tenant_id = any (array(select private.tenants_of_caller(array['admin']))))
with check (tenant_id = any (array(select private.tenants_of_caller(array['admin']))));

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on public.integration_providers, public.tenant_integrations from public, anon, authenticated, service_role;
grant select on public.integration_providers, public.tenant_integrations to authenticated;
grant insert (tenant_id, provider_slug, is_enabled, base_url, config) on public.tenant_integrations to authenticated;
grant update (is_enabled, base_url, config) on public.tenant_integrations to authenticated;
grant select on public.integration_providers to service_role;
grant select, insert, delete on public.tenant_integrations to service_role;
-- Not last_* and not credentials_updated_at: only the queue's functions write those.
grant update (is_enabled, base_url, config) on public.tenant_integrations to service_role;

-- ── updated_at ──────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.touch_updated_at()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at := clock_timestamp();
  return new;
end;
$$;
comment on function private.touch_updated_at() is 'Before-update trigger: updated_at is the time of the last change.';
revoke all on function private.touch_updated_at() from public;

create trigger touch_updated_at before update on public.tenant_integrations
for each row execute function private.touch_updated_at();

-- ── catalogue ───────────────────────────────────────────────────────────────────────────────────────────────────────
insert into public.integration_providers (
  slug, name, description, category, function_name, upsert_function, record_key, reads_changes, default_base_url, base_url_example,
  credential_name, credential_help, config_schema
)
values
  (
    'acessorias', 'Acessórias', 'Empresas atendidas pelo escritório, com regime, situação e contatos.', 'Fiscal',
    'sync-acessorias', 'upsert_companies', 'external_id', false, 'https://api.acessorias.com', null, 'Token da API',
    'No Acessórias, com um usuário administrador, abra o menu da engrenagem e escolha API Token. O token é um só por escritório, o mesmo para todos os sistemas que o usam.',
    '{}'
  ),
  (
    'bomcontrole', 'Bom Controle', 'Contas a receber dos clientes, vinculadas às empresas pelo documento.', 'Financeiro',
    'sync-bomcontrole', 'upsert_receivables', 'guid', true, 'https://apinewintegracao.bomcontrole.com.br/integracao', null, 'Chave da API',
    'No Bom Controle, um administrador gera a chave nas configurações, na parte de integrações. A chave vale por módulo: ela precisa de acesso ao Financeiro.',
    '{"months_back": {"type": "integer", "minimum": 0, "maximum": 24, "default": 4}, "months_ahead": {"type": "integer", "minimum": 0, "maximum": 24, "default": 2}}'
  ),
  (
    'onecode', 'OneCode', 'Contatos do WhatsApp, associados às empresas pelo nome.', 'Mensageria',
    'sync-onecode-contacts', 'upsert_contacts', 'external_id', false, null, 'https://api-suaempresa.onecode.chat', 'Token da API',
    'No OneCode, um administrador encontra o token nas configurações, na parte de API. O endereço é o do próprio escritório: o nome que vem antes de .onecode.chat, com “api-” na frente.',
    '{}'
  );
