/**
 * Who may do what: the table of design.md, written down once per table of schema public. A table that is not here fails the
 * tests; a new one usually needs no more than `READ_ONLY` and a sample row.
 */

/**
 * Two tenants, A and B. admin, auditor and member belong to A; stranger is admin of B; group is admin of both.
 */
export const ACTORS = ['admin', 'stranger', 'group', 'auditor', 'member', 'anon', 'service_role'] as const;
export type ActorName = (typeof ACTORS)[number];

export const VERBS = ['select', 'insert', 'update', 'delete'] as const;
export type Verb = (typeof VERBS)[number];

/**
 * Whose rows an actor reaches: letters of tenants, '-' for rows of no tenant, '' for none (the statement runs and finds nothing),
 * 'refused' when the statement itself ends with 42501.
 */
type Reach = '' | 'A' | 'B' | 'AB' | '-' | 'refused';
type Reaches = Record<ActorName, Reach>;

export interface Expectation {
  /** SQL that tells the tenant of a row. */
  tenant: string;
  /** An insert that would be legal for the right actor; `$tenant` is replaced by an id. */
  insert: string;
  /** Assignments of an update that would be legal for the right actor. */
  update: string;
  /** Columns that a role may write, by verb. What is not listed must be refused. */
  /** Rows that no other rule keeps: a condition for the attempt to delete. */
  deletable?: string;
  writable?: Partial<Record<'authenticated' | 'service_role', { insert?: string[]; update?: string[] }>>;
  reach: Record<Verb, Reaches>;
}

const NOBODY: Reaches = {
  admin: 'refused',
  stranger: 'refused',
  group: 'refused',
  auditor: 'refused',
  member: 'refused',
  anon: 'refused',
  service_role: 'refused',
};
const ONLY_SERVICE_ROLE: Reaches = { ...NOBODY, service_role: 'AB' };
const ADMINS_AND_AUDITORS: Reaches = {
  admin: 'A',
  stranger: 'B',
  group: 'AB',
  auditor: 'A',
  member: '',
  anon: 'refused',
  service_role: 'AB',
};
const READ_ONLY: Record<Verb, Reaches> = {
  select: ADMINS_AND_AUDITORS,
  insert: NOBODY,
  update: NOBODY,
  delete: NOBODY,
};
/** An insert by somebody whom the policy does not name is refused; an update finds no row. */
const ADMINS_INSERT: Reaches = { ...NOBODY, admin: 'A', stranger: 'B', group: 'AB', service_role: 'AB' };
const ADMINS_UPDATE: Reaches = { ...ADMINS_AND_AUDITORS, auditor: '' };

const SCHEDULE = ['schedule_kind', 'schedule_time', 'schedule_weekday'];
const CONFIGURATION = ['is_enabled', 'base_url', 'config', ...SCHEDULE];
const EVERY_COLUMN = ['*'];

export const TABLES: Record<string, Expectation> = {
  tenants: {
    tenant: 'id',
    insert: "insert into public.tenants (name, slug) values ('Nova', gen_random_uuid()::text)",
    update: "name = name || ' '",
    writable: { service_role: { insert: EVERY_COLUMN, update: EVERY_COLUMN } },
    reach: {
      select: { ...ADMINS_AND_AUDITORS, member: 'A' },
      insert: ONLY_SERVICE_ROLE,
      update: ONLY_SERVICE_ROLE,
      delete: ONLY_SERVICE_ROLE,
    },
  },
  tenant_members: {
    tenant: 'tenant_id',
    insert: `insert into public.tenant_members (tenant_id, user_id, role) values ($tenant, $outsider, 'admin')`,
    update: "role = 'admin'",
    // The last admin stays by a rule of its own.
    deletable: "role <> 'admin'",
    writable: { service_role: { insert: EVERY_COLUMN, update: EVERY_COLUMN } },
    reach: {
      // Everybody reads the own memberships, and nobody those of others.
      select: { ...ADMINS_AND_AUDITORS, member: 'A' },
      insert: ONLY_SERVICE_ROLE,
      update: ONLY_SERVICE_ROLE,
      delete: ONLY_SERVICE_ROLE,
    },
  },
  integration_providers: {
    tenant: 'null',
    insert: `
      insert into public.integration_providers (slug, name, description, category, function_name, upsert_function)
      values ('novo', 'Novo', 'Novo', 'Fiscal', 'sync-novo', 'upsert_novo')`,
    update: "name = 'x'",
    reach: {
      ...READ_ONLY,
      select: { admin: '-', stranger: '-', group: '-', auditor: '-', member: '-', anon: 'refused', service_role: '-' },
    },
  },
  tenant_integrations: {
    tenant: 'tenant_id',
    insert: `
      insert into public.tenant_integrations (tenant_id, provider_slug, is_enabled, base_url, config)
      values ($tenant, 'bomcontrole', true, null, '{}')`,
    update: 'is_enabled = false',
    writable: {
      authenticated: { insert: ['tenant_id', 'provider_slug', ...CONFIGURATION], update: CONFIGURATION },
      service_role: { insert: EVERY_COLUMN, update: CONFIGURATION },
    },
    reach: {
      select: ADMINS_AND_AUDITORS,
      insert: ADMINS_INSERT,
      update: ADMINS_UPDATE,
      delete: ONLY_SERVICE_ROLE,
    },
  },
  integration_jobs: {
    tenant: 'tenant_id',
    insert: `insert into public.integration_jobs (tenant_id, provider_slug, payload) values ($tenant, 'onecode', '{}')`,
    update: "status = 'canceled'",
    writable: {
      authenticated: { insert: ['tenant_id', 'provider_slug', 'payload'], update: ['status'] },
      service_role: { insert: ['tenant_id', 'provider_slug', 'payload', 'created_by', 'max_attempts'] },
    },
    reach: {
      select: ADMINS_AND_AUDITORS,
      insert: ADMINS_INSERT,
      // service_role moves jobs by the transition functions only.
      update: { ...ADMINS_UPDATE, service_role: 'refused' },
      delete: NOBODY,
    },
  },
  integration_logs: {
    tenant: 'tenant_id',
    insert: `
      insert into public.integration_logs (tenant_id, integration, provider_slug, execution_id, status, attempt)
      values ($tenant, 'Acessórias', 'acessorias', gen_random_uuid(), 'success', 1)`,
    update: "error_message = 'x'",
    reach: READ_ONLY,
  },
  integration_events: {
    tenant: 'tenant_id',
    insert: `
      insert into public.integration_events (tenant_id, provider_slug, action)
      values ($tenant, 'acessorias', 'enabled')`,
    update: 'actor_id = null',
    reach: READ_ONLY,
  },
  integration_changes: {
    tenant: 'tenant_id',
    insert: `
      insert into public.integration_changes (tenant_id, job_id, provider_slug, entity, record_id, label, kind)
      values ($tenant, gen_random_uuid(), 'acessorias', 'companies', gen_random_uuid(), 'Nova', 'created')`,
    update: "label = 'x'",
    reach: READ_ONLY,
  },
  integration_run_log: {
    tenant: 'tenant_id',
    insert: `
      insert into public.integration_run_log (job_id, entry, tenant_id, kind, attempt, page, pages)
      select id, 1000, $tenant, 'page', 1, 1, 1 from public.integration_jobs where tenant_id = $tenant limit 1`,
    update: "message = 'x'",
    reach: READ_ONLY,
  },
  companies: {
    tenant: 'tenant_id',
    insert: `
      insert into public.companies (tenant_id, document, legal_name, content_hash)
      values ($tenant, '99999999999962', 'Nova', 'x')`,
    update: "legal_name = 'x'",
    reach: READ_ONLY,
  },
  receivables: {
    tenant: 'tenant_id',
    insert: `
      insert into public.receivables (tenant_id, guid, due_on, amount, content_hash)
      values ($tenant, gen_random_uuid(), '2026-01-01', 10, 'x')`,
    update: 'amount = 0',
    reach: READ_ONLY,
  },
  contacts: {
    tenant: 'tenant_id',
    insert: `
      insert into public.contacts (tenant_id, external_id, name, content_hash)
      values ($tenant, gen_random_uuid()::text, 'Fulana', 'x')`,
    update: "name = 'x'",
    reach: READ_ONLY,
  },
  contact_decisions: {
    tenant: 'tenant_id',
    insert: `
      insert into public.contact_decisions (tenant_id, contact_id, decision)
      select $tenant, id, 'not_a_customer' from public.contacts where tenant_id = $tenant limit 1`,
    update: 'decided_by = null',
    reach: READ_ONLY,
  },
  // Of the next four everybody has rows of their own in both tenants: only those of a tenant that they may read are theirs to see.
  notification_preferences: {
    tenant: 'tenant_id',
    insert: `insert into public.notification_preferences (tenant_id, user_id, in_app, email) values ($tenant, $outsider, '{}', '{}')`,
    update: "in_app = '{}'",
    reach: READ_ONLY,
  },
  notifications: {
    tenant: 'tenant_id',
    insert: `insert into public.notifications (tenant_id, user_id, kind) values ($tenant, $outsider, 'test')`,
    update: 'read_at = now()',
    reach: READ_ONLY,
  },
  notification_deliveries: {
    tenant: 'tenant_id',
    insert: `insert into public.notification_deliveries (tenant_id, user_id, kind) values ($tenant, $outsider, 'test')`,
    update: "status = 'pending'",
    reach: READ_ONLY,
  },
  notification_webhooks: {
    tenant: 'tenant_id',
    insert: `insert into public.notification_webhooks (tenant_id, host, kinds) values ($tenant, 'hooks.example.com', '{failure}')`,
    update: 'is_enabled = false',
    // What an auditor cannot change they need not see either: where a group wants to be called is the admins' business.
    reach: { ...READ_ONLY, select: { ...ADMINS_AND_AUDITORS, auditor: '' } },
  },
};

/** Who may execute a function of schema public. Users are told apart inside: that is tested with each function. */
export const FUNCTIONS: Record<string, ('authenticated' | 'service_role')[]> = {
  claim_integration_job: ['service_role'],
  claim_integration_jobs: ['service_role'],
  confirm_integration_removals: ['authenticated'],
  contact_candidates: ['authenticated'],
  contacts_to_review: ['authenticated'],
  decide_contacts: ['authenticated'],
  enqueue_integration_jobs: ['authenticated'],
  fail_integration_job: ['service_role'],
  finish_integration_job: ['service_role'],
  finish_integration_jobs: ['service_role'],
  heartbeat_integration_job: ['service_role'],
  heartbeat_integration_jobs: ['service_role'],
  count_integration_jobs: ['authenticated'],
  integration_freshness: ['authenticated'],
  integration_job_attempts: ['authenticated'],
  integration_overview: ['authenticated', 'service_role'],
  integration_retention: ['authenticated'],
  integration_timeline: ['authenticated'],
  search_integration_jobs: ['authenticated'],
  search_integration_states: ['authenticated'],
  integration_queue_health: ['service_role'],
  integration_queue_place: ['authenticated'],
  integration_queue_tick: ['service_role'],
  integration_removals_pending: ['authenticated'],
  integration_queue_status: ['authenticated'],
  pause_integration_queue: ['authenticated'],
  change_queue_setting: ['authenticated'],
  release_integration_job: ['authenticated'],
  read_integration_operation: ['authenticated'],
  integration_resume_points: ['authenticated'],
  newest_integration_jobs: ['authenticated'],
  add_invited_tenant_member: ['service_role'],
  add_notification_webhook: ['authenticated'],
  can_send_notification_mail: ['authenticated'],
  change_notification_webhook: ['authenticated'],
  claim_notification_deliveries: ['service_role'],
  create_tenant: ['service_role'],
  read_notifications: ['authenticated'],
  remove_notification_webhook: ['authenticated'],
  add_tenant_integration: ['authenticated'],
  remove_tenant_integration: ['authenticated'],
  remove_tenant_member: ['authenticated'],
  resume_integration_schedule: ['authenticated'],
  set_tenant_member_role: ['authenticated'],
  begin_integration_connection_test: ['service_role'],
  is_integration_worker_key: ['service_role'],
  note_integration_connection_test: ['service_role'],
  open_integration_connection_test: ['service_role'],
  open_integration_slice: ['service_role'],
  search_companies: ['authenticated'],
  search_integration_changes: ['authenticated'],
  read_integration_run_log: ['authenticated'],
  reserve_integration_calls: ['service_role'],
  save_notification_preferences: ['authenticated'],
  settle_notification_delivery: ['service_role'],
  set_integration_credential: ['authenticated'],
  store_integration_page: ['service_role'],
  tenant_people: ['authenticated'],
  test_notification: ['authenticated'],
  yield_integration_job: ['service_role'],
};

/** What check constraints call, as the role that writes the row. */
const GUARDS = [
  'fold',
  'has_secret',
  'has_secret_key',
  'has_secret_value',
  'is_safe_object',
  'is_small_json',
  'mentions_secrets',
  'require_safe_object',
];

/**
 * Functions of schema private that somebody else than the owner may execute: what policies, check constraints and the wrappers in
 * public need. All else in private is out of reach.
 */
export const PRIVATE_FUNCTIONS: Record<'authenticated' | 'service_role', string[]> = {
  authenticated: [
    'add_webhook',
    'can_send_mail',
    'change_webhook',
    'read_notifications',
    'remove_webhook',
    'save_notification_preferences',
    'test_notification',
    'add_integration',
    'confirm_removals',
    'contact_candidates',
    'decide_contacts',
    'has_pending_removals',
    'integration_states',
    ...GUARDS,
    'change_setting',
    'open_claim_of',
    'operation',
    'pause_queue',
    'queue_place',
    'queue_status',
    'release_job',
    'remove_integration',
    'remove_member',
    'resume_point_of',
    'resume_schedule',
    'retention',
    'set_credential',
    'set_member_role',
    'tenant_people',
    'tenants_of_caller',
  ],
  service_role: [
    'add_invited_member',
    'advance_job',
    'claim_deliveries',
    'claim_jobs',
    'settle_delivery',
    'create_tenant',
    'fail_job',
    'finish_job',
    'finish_jobs',
    ...GUARDS,
    'health',
    'heartbeat_jobs',
    'begin_connection_test',
    'is_worker_key',
    'note_connection_test',
    'lock_held_job',
    'open_connection_test',
    'open_slice',
    'reserve_calls',
    'store_page',
    'tick',
    'yield_job',
  ],
};
