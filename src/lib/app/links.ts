import { FIELD, FIELDS, MEND, type MEND_CREDENTIAL, PROVIDER } from '../labels/addresses.ts';

/** Tabs of the detail page; the values stand in `?aba=`. */
export const DETAIL_TABS = ['visao-geral', 'execucoes', 'configuracao'] as const;
export type DetailTab = (typeof DETAIL_TABS)[number];

export function parseTab(value: string | null): DetailTab {
  return DETAIL_TABS.find((tab) => tab === value) ?? 'visao-geral';
}

interface DetailTarget {
  tab?: DetailTab;
  jobId?: string;
  mend?: typeof MEND_CREDENTIAL;
  field?: keyof typeof FIELDS;
}

/** Address of the detail page of an integration, of one of its tabs, of one execution in it, or of what is to be mended there. */
export function detailPath(tenantSlug: string, slug: string, target: DetailTarget = {}): string {
  const params = new URLSearchParams({ tenant: tenantSlug });
  if (target.tab !== undefined && target.tab !== 'visao-geral') params.set('aba', target.tab);
  if (target.jobId !== undefined) params.set('execucao', target.jobId);
  if (target.mend !== undefined) params.set(MEND, target.mend);
  if (target.field !== undefined) params.set(FIELD, FIELDS[target.field]);
  return `/integracoes/${encodeURIComponent(slug)}?${params}`;
}

/** Address of the page that adds an integration, with a provider chosen already if one is named. */
export function newIntegrationPath(tenantSlug: string, provider?: string): string {
  return `/integracoes/nova?${new URLSearchParams({ tenant: tenantSlug, ...(provider === undefined ? {} : { [PROVIDER]: provider }) })}`;
}

/** Address of the page where contacts are reviewed. */
export function reviewPath(tenantSlug: string): string {
  return `/revisao?${new URLSearchParams({ tenant: tenantSlug })}`;
}

/** Address of the page of the people of a group. */
export function peoplePath(tenantSlug: string): string {
  return `/pessoas?${new URLSearchParams({ tenant: tenantSlug })}`;
}

/** Address of the executions of an integration on one day (YYYY-MM-DD). */
export function executionsOfDayPath(tenantSlug: string, slug: string, day: string): string {
  return `${detailPath(tenantSlug, slug, { tab: 'execucoes' })}&${new URLSearchParams({ periodo: 'datas', de: day, ate: day })}`;
}

/** The page with the executions of every integration and group. */
export const EXECUTIONS_PATH = '/execucoes';

export function executionsPath(tenantSlug: string): string {
  return `${EXECUTIONS_PATH}?${new URLSearchParams({ tenant: tenantSlug })}`;
}

/** The page with the state of every integration of every group. */
export const GROUPS_PATH = '/grupos';

export function groupsPath(tenantSlug: string): string {
  return `${GROUPS_PATH}?${new URLSearchParams({ tenant: tenantSlug })}`;
}

/** Address of the page where people choose what they are told of a group. */
export function notificationsPath(tenantSlug: string): string {
  return `/notificacoes?${new URLSearchParams({ tenant: tenantSlug })}`;
}

/** The page of one's own account, which is nobody's but the reader's, whatever their role. */
export const ACCOUNT_PATH = '/conta';

/** Where operators look over the whole queue. */
export const OPERATION_PATH = '/operacao';
export const FORGOTTEN_PATH = '/senha-esquecida';

/** What the page of contacts shows; the values stand in `?mostrar=`. */
export const REVIEW_VIEWS = ['revisar', 'decididos'] as const;
export type ReviewView = (typeof REVIEW_VIEWS)[number];
export const OPEN_CONTACTS: ReviewView = 'revisar';
export const DECIDED_CONTACTS: ReviewView = 'decididos';

export function parseReviewView(params: URLSearchParams): ReviewView {
  return REVIEW_VIEWS.find((view) => view === params.get('mostrar')) ?? OPEN_CONTACTS;
}

/** What to change in the address to show this; see `withChanges`. */
export function reviewViewChange(view: ReviewView): Record<string, string | null> {
  return { mostrar: view === OPEN_CONTACTS ? null : view };
}

/** A query with some parameters changed; null removes one. */
export function withChanges(params: URLSearchParams, changes: Record<string, string | null>): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  return next;
}
