import type {
  Advance,
  Checkpoint,
  Lease,
  Queue,
  SliceContext,
  StoredConnection,
} from '../../../../supabase/functions/_shared/queue/queue.ts';

export const TENANT = '00000000-0000-4000-8000-00000000000a';

/** One written page. */
export interface StoredPage {
  rpc: string;
  rows: Record<string, unknown>;
  lease: Lease;
  checkpoint: Checkpoint;
}

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
      credential: null,
      ...slice,
    }),
    heartbeat,
    openConnectionTest: async (): Promise<StoredConnection> => ({
      base_url: slice.base_url ?? null,
      credential: slice.credential ?? null,
    }),
    storePage: async (
      rpc: string,
      rows: Record<string, unknown>,
      lease: Lease,
      checkpoint: Checkpoint,
    ): Promise<Advance> => {
      onStore(pages.length);
      pages.push({ rpc, rows, lease, checkpoint });
      return { processed: pages.length, total: checkpoint.total };
    },
  };
  return { queue: queue as unknown as Queue, pages };
}
