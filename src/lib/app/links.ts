/** Tabs of the detail page; the values stand in `?aba=`. */
export const DETAIL_TABS = ['visao-geral', 'execucoes', 'configuracao'] as const;
export type DetailTab = (typeof DETAIL_TABS)[number];

export function parseTab(value: string | null): DetailTab {
  return DETAIL_TABS.find((tab) => tab === value) ?? 'visao-geral';
}

/** Address of the detail page of an integration, of one of its tabs, or of one execution in it. */
export function detailPath(tenantSlug: string, slug: string, target: { tab?: DetailTab; jobId?: string } = {}): string {
  const params = new URLSearchParams({ tenant: tenantSlug });
  if (target.tab !== undefined && target.tab !== 'visao-geral') params.set('aba', target.tab);
  if (target.jobId !== undefined) params.set('execucao', target.jobId);
  return `/integracoes/${encodeURIComponent(slug)}?${params}`;
}

/** Address of the page where contacts are reviewed. */
export function reviewPath(tenantSlug: string): string {
  return `/revisao?${new URLSearchParams({ tenant: tenantSlug })}`;
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
