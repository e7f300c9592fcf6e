import { FakeSupabase } from './fake-supabase.ts';

export const AURORA = '00000000-0000-4000-8000-00000000000a';
export const BOREAL = '00000000-0000-4000-8000-00000000000b';

const PASSWORD = 'integracoes';
const USERS = {
  admin: { id: 'user-admin', email: 'admin@aurora.test', password: PASSWORD },
  auditor: { id: 'user-auditor', email: 'auditor@aurora.test', password: PASSWORD },
  member: { id: 'user-member', email: 'membro@aurora.test', password: PASSWORD },
  group: { id: 'user-group', email: 'admin@grupo.test', password: PASSWORD },
  stranger: { id: 'user-stranger', email: 'novo@aurora.test', password: PASSWORD },
};
export type UserName = keyof typeof USERS;

export function userOf(name: UserName) {
  return USERS[name];
}

function provider(slug: string, name: string, category: string, defaultUrl: string | null, schema: object = {}) {
  return {
    slug,
    name,
    category,
    description: `Dados de ${name}.`,
    default_base_url: defaultUrl,
    base_url_example: defaultUrl === null ? 'https://api-suaempresa.exemplo.com.br' : null,
    credential_name: 'Token da API',
    credential_help: `Em ${name}, nas configurações.`,
    config_schema: schema,
  };
}

/** A row of tenant_integrations: enabled, without schedule and credential. */
export function integration(id: string, tenantId: string, slug: string) {
  return {
    id,
    tenant_id: tenantId,
    provider_slug: slug,
    is_enabled: true,
    base_url: null,
    config: {},
    schedule_kind: 'off',
    schedule_time: null,
    schedule_weekday: null,
    next_run_at: null,
    credentials_updated_at: null,
    tested_at: null,
    test_result: null,
    created_at: '2026-01-01T00:00:00Z',
    removed_at: null,
    last_run: null,
    last_status: null,
    last_error: null,
    last_error_code: null,
    failing_since: null,
    failures_in_row: 0,
    pause_at_failures: null,
    schedule_paused_at: null,
    schedule_pause_code: null,
  };
}

/** Aurora with two integrations, Boreal with one; nothing has run yet. */
export function createWorld(): FakeSupabase {
  const fake = new FakeSupabase();
  fake.users.push(...Object.values(USERS).map((user) => ({ ...user })));
  fake.tables.tenants = [
    { id: AURORA, name: 'Aurora Contabilidade', slug: 'aurora', time_zone: 'America/Sao_Paulo' },
    { id: BOREAL, name: 'Boreal Contábil', slug: 'boreal', time_zone: 'America/Manaus' },
  ];
  fake.tables.tenant_members = [
    { tenant_id: AURORA, user_id: USERS.admin.id, role: 'admin' },
    { tenant_id: AURORA, user_id: USERS.auditor.id, role: 'auditor' },
    { tenant_id: AURORA, user_id: USERS.member.id, role: 'member' },
    { tenant_id: AURORA, user_id: USERS.group.id, role: 'admin' },
    { tenant_id: BOREAL, user_id: USERS.group.id, role: 'admin' },
  ];
  fake.tables.integration_providers = [
    provider('acessorias', 'Acessórias', 'Fiscal', 'https://api.acessorias.com'),
    provider('bomcontrole', 'Bom Controle', 'Financeiro', 'https://api.bomcontrole.test', {
      months_back: { type: 'integer', minimum: 0, maximum: 24, default: 4 },
      months_ahead: { type: 'integer', minimum: 0, maximum: 24, default: 2 },
    }),
    provider('onecode', 'OneCode', 'Mensageria', null),
  ];
  fake.tables.tenant_integrations = [
    integration('integration-1', AURORA, 'acessorias'),
    integration('integration-2', AURORA, 'onecode'),
    integration('integration-3', BOREAL, 'acessorias'),
  ];
  fake.tables.integration_jobs = [];
  fake.tables.integration_logs = [];
  fake.tables.integration_events = [];
  fake.tables.integration_changes = [];
  return fake;
}

/** ISO time so many seconds before (negative: after) now. */
export function ago(seconds: number): string {
  return new Date(Date.now() - seconds * 1000).toISOString();
}

/** A row of integration_jobs: a success of Aurora's Acessórias a minute ago, changed by `changes`. */
export function jobRow(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'job-1',
    tenant_id: AURORA,
    provider_slug: 'acessorias',
    status: 'success',
    progress: 100,
    attempts: 1,
    max_attempts: 3,
    started_at: ago(60),
    finished_at: ago(52),
    execution_time_ms: 8400,
    error_message: null,
    error_code: null,
    result: null,
    created_by: USERS.admin.id,
    created_at: ago(61),
    run_after: ago(61),
    updated_at: ago(52),
    processed_count: 498,
    total_count: 498,
    step: null,
    canceled_by: null,
    resumed_from: null,
    read_began_at: null,
    ...changes,
  };
}

/** A running job: 84 of 200 records. */
export function runningRow(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return jobRow({
    status: 'running',
    progress: 42,
    processed_count: 84,
    total_count: 200,
    finished_at: null,
    execution_time_ms: null,
    step: 'Lendo empresas, página 5',
    ...changes,
  });
}

/** A job that failed for good. */
export function failedRow(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return jobRow({
    status: 'error',
    progress: 40,
    processed_count: 80,
    total_count: 200,
    error_code: 'credentials_rejected',
    error_message: 'Acessórias recusou a credencial.',
    ...changes,
  });
}

/** A row of integration_logs: the successful first attempt of `job-1`, changed by `changes`. */
export function logRow(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'log-1',
    tenant_id: AURORA,
    provider_slug: 'acessorias',
    job_id: 'job-1',
    attempt: 1,
    status: 'success',
    total_processados: 498,
    execution_time_ms: 8400,
    error_code: null,
    error_message: null,
    created_at: ago(52),
    ...changes,
  };
}

/** A row of integration_changes: a company that `job-1` created, changed by `changes`. */
export function changeRow(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 1,
    tenant_id: AURORA,
    job_id: 'job-1',
    provider_slug: 'acessorias',
    entity: 'companies',
    label: 'Padaria do João Ltda',
    kind: 'created',
    fields: [],
    reason: null,
    ...changes,
  };
}
