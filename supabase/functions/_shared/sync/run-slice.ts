import { type AccessDeps, openAccess } from '../calls/access.ts';
import type { ResolveHost } from '../calls/base-url.ts';
import { createAllowance, type Grant } from '../calls/pacer.ts';
import { JobError, LeaseGoneError } from '../errors.ts';
import type { Connector, ConnectorContext, Page } from '../provider/connector.ts';
import type { Advance, Lease, Queue, SliceContext } from '../queue/queue.ts';
import type { SliceRequest, SliceResult } from '../queue/slice-contract.ts';
import { CallMeter } from './call-meter.ts';

export interface SliceDeps {
  queue: Queue;
  providerTimeoutMs: number;
  /** See ProviderAccess. */
  endPausesMs?: number[] | undefined;
  allowLocalProviders: boolean;
  resolveHost: ResolveHost;
  /** Monotonic clock in ms. */
  now(): number;
  /** Aborted when the worker hangs up: it lost the job, or it was cancelled. */
  signal: AbortSignal;
}

/**
 * Enough for one request: at 4 to 10 ms a page, or 60 to 120 ms a thousand records, about half of the platform's 2 s of processor time.
 * A page that is stored is up to two of the provider's.
 */
const MAX_PAGES = 60;
const MAX_RECORDS = 10_000;
/** How long an answer of the queue about the lease holds, in ms: the call that follows it at once needs no other one. */
const LEASE_ANSWER_VALID_MS = 50;

/** What the queue last said about the lease. `confirm` asks it again once that is no longer new. */
function watchLease(lease: Lease, { queue, now }: SliceDeps) {
  let heldAt = Number.NEGATIVE_INFINITY;
  const note = () => {
    heldAt = now();
  };
  const confirm = async () => {
    if (now() - heldAt < LEASE_ANSWER_VALID_MS) return;
    const state = await queue.heartbeat(lease);
    if (state !== 'held') throw new LeaseGoneError(state);
    note();
  };
  return { note, confirm };
}

/**
 * Does one slice: page after page from the cursor until the provider has no more, the deadline is near or it has done enough for one request.
 * Every page is written with its checkpoint in one transaction, so that a crash anywhere loses no page and doubles none.
 * Throws JobError (the attempt failed) or LeaseGoneError (cancelled, or another worker has the job: stop, nothing was written).
 */
export async function runSlice<Cursor>(
  connector: Connector<Cursor>,
  request: SliceRequest,
  deps: SliceDeps,
): Promise<SliceResult> {
  const lease = { jobId: request.job_id, token: request.lease_token };
  const startedAt = deps.now();
  const watch = watchLease(lease, deps);
  const slice = await deps.queue.openSlice(lease);
  watch.note();
  const meter = new CallMeter(deps.now);
  const context = await connectorContext(connector, slice, request, {
    ...deps,
    confirm: watch.confirm,
    noteAnswer: meter.note,
    reserve: () => deps.queue.reserveCalls(lease),
  });

  // A cursor of an older version of the connector cannot be read: pages are written by key, so reading from the start is safe.
  const stored = connector.cursorSchema.safeParse(request.cursor);
  let cursor = stored.success ? stored.data : connector.firstCursor(context);
  let result: SliceResult = { cursor, processed: 0, total: null, counters: {}, step: '', stopped_by: 'end' };
  let slowestPageMs = 0;
  for (let pages = 1; ; pages += 1) {
    const pageStartedAt = deps.now();
    const { page, checkpoint } = await takePage(connector, cursor, context, meter, lease, deps.queue);
    watch.note();
    if (page.failure) throw page.failure;
    result = {
      cursor: page.next,
      processed: result.processed + page.read,
      total: checkpoint.total,
      counters: {
        read: result.processed + page.read,
        problems: (result.counters.problems ?? 0) + page.problems.length,
      },
      step: page.step,
      stopped_by: 'end',
    };
    slowestPageMs = Math.max(slowestPageMs, deps.now() - pageStartedAt);
    // Another page is begun only when it should end in time; a slower one is cut by the worker's yield and its lease.
    if (page.next === null) return result;
    if (deps.now() - startedAt + slowestPageMs > request.deadline_ms) return { ...result, stopped_by: 'time' };
    if (pages >= MAX_PAGES || result.processed >= MAX_RECORDS) return { ...result, stopped_by: 'work' };
    cursor = page.next;
  }
}

/** One page from the provider into the database. */
async function takePage<Cursor>(
  connector: Connector<Cursor>,
  cursor: Cursor,
  context: ConnectorContext,
  meter: CallMeter,
  lease: Lease,
  queue: Queue,
): Promise<{ page: Page<Cursor>; checkpoint: Advance }> {
  try {
    meter.begin();
    const page = await connector.readPage(cursor, context);
    return { page, checkpoint: await queue.storePage(lease, { ...page, cursor: page.next, calls: meter.read() }) };
  } finally {
    context.access.body.done();
  }
}

async function connectorContext<Cursor>(
  connector: Connector<Cursor>,
  slice: SliceContext,
  request: SliceRequest,
  deps: SliceDeps & Pick<AccessDeps, 'confirm' | 'noteAnswer'> & { reserve: () => Promise<Grant> },
): Promise<ConnectorContext> {
  if (slice.provider_slug !== connector.slug || slice.tenant_id !== request.tenant_id) {
    throw new JobError(
      'permanent',
      'internal_error',
      'A execução foi encaminhada à integração errada. Avise o suporte.',
    );
  }
  return {
    access: await openAccess(connector, slice, {
      allowLocalProviders: deps.allowLocalProviders,
      resolveHost: deps.resolveHost,
      timeoutMs: Math.min(deps.providerTimeoutMs, request.deadline_ms),
      signal: deps.signal,
      endPausesMs: deps.endPausesMs,
      allowance: createAllowance(slice.calls, deps.reserve, deps.signal),
      confirm: deps.confirm,
      noteAnswer: deps.noteAnswer,
    }),
    config: slice.config,
    lastSuccessStartedAt: slice.last_success_started_at,
    lastFullCount: slice.last_full_count,
    shortReadShare: slice.short_read_share,
    now: new Date(),
  };
}
