import type {
  Advance,
  Lease,
  Queue,
  SliceContext,
  StoredConnection,
  StoredPage,
} from '../../../../supabase/functions/_shared/queue/queue.ts';

export const TENANT = '00000000-0000-4000-8000-00000000000a';

/** The part of the queue that a slice uses, in memory. `onStore` is called before a page counts as written and may throw; `heartbeat` answers for the lease. */
export function fakeQueue(
  slice: Partial<SliceContext> & { provider_slug: string },
  onStore: (pages: number) => void = () => {},
  heartbeat: Queue['heartbeat'] = async () => 'held',
) {
  const pages: StoredPage[] = [];
  const queue = {
    openSlice: async (): Promise<SliceContext> => ({
      state: 'held',
      tenant_id: TENANT,
      base_url: null,
      config: {},
      is_enabled: true,
      last_success_started_at: null,
      last_full_count: null,
      short_read_share: 0.5,
      calls: null,
      credential: null,
      ...slice,
    }),
    heartbeat,
    openConnectionTest: async (): Promise<StoredConnection> => ({
      base_url: slice.base_url ?? null,
      credential: slice.credential ?? null,
    }),
    storePage: async (_: Lease, page: StoredPage): Promise<Advance> => {
      onStore(pages.length);
      pages.push(page);
      return { processed: pages.length, total: page.total };
    },
  };
  return { queue: queue as unknown as Queue, pages };
}
