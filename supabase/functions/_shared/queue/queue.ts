import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { JobError, LeaseGoneError } from '../errors.ts';
import { cleanText } from '../values/text.ts';
import { isRolledBack, MAX_TRIES } from './rollback.ts';

const leaseState = z.enum(['held', 'canceled', 'lost']);

const claimSchema = z.object({
  job_id: z.guid(),
  tenant_id: z.guid(),
  provider_slug: z.string(),
  attempt: z.number().int(),
  max_attempts: z.number().int(),
  payload: z.record(z.string(), z.unknown()),
  lease_token: z.guid(),
  lease_seconds: z.number(),
  /** How many jobs one worker may hold. */
  jobs_per_worker: z.number().int().positive(),
  cursor: z.unknown().nullable(),
  /** An earlier worker stored the last page and was lost before it could say so. */
  is_complete: z.boolean(),
  function_name: z.string(),
  is_enabled: z.boolean(),
  /** Jobs of lost workers that this claim found: due again, ended, and those that could not be moved. */
  recovered: z.object({ requeued: z.number().int(), failed: z.number().int(), stuck: z.number().int() }),
});
/** A claimed job, see the comment of `private.claim_jobs`. */
export type Claim = z.infer<typeof claimSchema>;

const callGrantSchema = z.object({ granted: z.number().int(), wait_ms: z.number() }).nullable();
/** Calls of the provider that a slice may make, see `private.hand_out_calls`; null = as many as it wants. */
type CallGrant = z.infer<typeof callGrantSchema>;

const openSliceSchema = z.union([
  z.object({
    state: z.literal('held'),
    tenant_id: z.guid(),
    provider_slug: z.string(),
    base_url: z.string().nullable(),
    config: z.record(z.string(), z.unknown()),
    is_enabled: z.boolean(),
    last_success_started_at: z.string().nullable(),
    last_full_count: z.number().int().nullable(),
    short_read_share: z.number(),
    calls: callGrantSchema,
    credential: z.string().nullable(),
  }),
  z.object({ state: z.enum(['canceled', 'lost']) }),
]);
/** What a sync function gets for one slice, the credential included: never log or return it. */
export type SliceContext = Extract<z.infer<typeof openSliceSchema>, { state: 'held' }>;

const storedConnectionSchema = z.object({ base_url: z.string().nullable(), credential: z.string().nullable() });
/** What is stored of a connection, the credential included: never log or return it. */
export type StoredConnection = z.infer<typeof storedConnectionSchema>;

const advanceSchema = z.object({
  state: leaseState,
  processed: z.number().int().optional(),
  total: z.number().int().nullish(),
});
export interface Advance {
  processed: number;
  total: number | null;
}

const releaseSchema = z.object({ state: z.enum(['finished', 'canceled', 'lost']), status: z.string().optional() });
export type Release = z.infer<typeof releaseSchema>;

/** `refused`: a rule of the database keeps this one job from ending; `code` is its SQLSTATE. */
const finishSchema = z.union([releaseSchema, z.object({ state: z.literal('refused'), code: z.string() })]);
export type Finish = z.infer<typeof finishSchema>;

/** Proof that the caller holds a job. */
export interface Lease {
  jobId: string;
  token: string;
}

/** A record that could not be taken over, or a field of one: counted and listed, the run goes on. */
export interface Problem {
  item: string;
  reason: string;
  /** The record was stored all the same, without the field that the reason names. */
  is_stored?: true;
}

/** What a full read covers where a provider is read by a window: a date column of its table, both ends included, YYYY-MM-DD. */
export interface ReadScope {
  column: string;
  from: string;
  to: string;
}

/** What reading a page took, for the log of the run. */
export interface PageCalls {
  /** Calls of the provider. */
  calls: number;
  /** From the first call to the last answer, waits for the provider's pace included. */
  ms: number;
  /** HTTP status of the last answer; null = there was none. */
  status: number | null;
}

/** One page as `private.store_page` takes it; its comment says what each field means. */
export interface StoredPage {
  rows: object[];
  /** Where to go on; null = this was the last page. */
  cursor: unknown;
  total: number | null;
  step: string;
  problems: Problem[];
  /** Records that are none of ours. */
  skipped: number;
  /** The provider's ids of every record of the page, as they are stored; null = unknown. */
  keys: string[] | null;
  /** This run reads everything that the provider has, from its first page on. */
  isFull: boolean;
  /** What "everything" is limited to; null = nothing. The same on every page of a run. */
  scope: ReadScope | null;
  calls: PageCalls;
}

/** A call that the database refused or that did not reach it. `code` is the SQLSTATE, empty when there is none. */
export class QueueError extends Error {
  readonly code: string;

  constructor(name: string, { code, message }: { code?: string; message: string }) {
    super(`Cannot call ${name}: ${code || 'no code'} ${message}`);
    this.name = 'QueueError';
    this.code = code ?? '';
  }
}

/** The SQL functions of the queue, one method per question. Every method throws when the database cannot be asked. */
export class Queue {
  readonly #client: SupabaseClient;

  constructor(client: SupabaseClient) {
    this.#client = client;
  }

  /** The jobs that have been due longest, at most `limit`, now ours; none when nothing is due or the limits leave no room. */
  async claim(worker: string, limit: number): Promise<Claim[]> {
    return z.array(claimSchema).parse(await this.#call('claim_integration_jobs', { p_worker: worker, p_limit: limit }));
  }

  /** Renews the lease; tells whether it is still ours. */
  async heartbeat(lease: Lease): Promise<'held' | 'canceled' | 'lost'> {
    const answer = await this.#call('heartbeat_integration_job', leaseArguments(lease));
    return z.object({ state: leaseState }).parse(answer).state;
  }

  /** Renews the leases of one worker; tells of each, in their order, whether it is still ours. */
  async heartbeats(leases: readonly Lease[]): Promise<('held' | 'canceled' | 'lost')[]> {
    const answer = await this.#call('heartbeat_integration_jobs', { p_leases: leases.map(presented) });
    return z
      .array(z.object({ state: leaseState }))
      .length(leases.length)
      .parse(answer)
      .map(({ state }) => state);
  }

  /**
   * Base URL, configuration and credential for one slice. Throws LeaseGoneError when the lease is not ours, JobError when the stored
   * credential is for another host.
   */
  async openSlice(lease: Lease): Promise<SliceContext> {
    const context = openSliceSchema.parse(await this.#open('open_integration_slice', leaseArguments(lease)));
    if (context.state !== 'held') throw new LeaseGoneError(context.state);
    return context;
  }

  /** Stored base URL and credential, for an admin who tests the connection. Throws as `openSlice`, and when the user is no admin of the tenant. */
  async openConnectionTest(tenantId: string, providerSlug: string, userId: string): Promise<StoredConnection> {
    const stored = await this.#open('open_integration_connection_test', {
      p_tenant_id: tenantId,
      p_provider_slug: providerSlug,
      p_user_id: userId,
    });
    return storedConnectionSchema.parse(stored);
  }

  /**
   * Writes a page with its checkpoint, in one transaction.
   * Throws LeaseGoneError when the lease is gone; then nothing was written.
   */
  async storePage(lease: Lease, page: StoredPage): Promise<Advance> {
    const answer = advanceSchema.parse(
      await this.#call('store_integration_page', {
        ...leaseArguments(lease),
        p_rows: page.rows,
        p_cursor: page.cursor,
        p_total: page.total,
        p_step: page.step,
        p_problems: page.problems,
        p_skipped: page.skipped,
        p_keys: page.keys,
        p_is_full: page.isFull,
        p_scope: page.scope,
        p_calls: page.calls,
      }),
    );
    if (answer.state !== 'held') throw new LeaseGoneError(answer.state);
    return { processed: answer.processed ?? 0, total: answer.total ?? null };
  }

  /** Further calls for a slice. Throws LeaseGoneError when the lease is not ours. */
  async reserveCalls(lease: Lease): Promise<CallGrant> {
    const answer = z
      .object({ state: leaseState, calls: callGrantSchema.optional() })
      .parse(await this.#call('reserve_integration_calls', leaseArguments(lease)));
    if (answer.state !== 'held') throw new LeaseGoneError(answer.state);
    return answer.calls ?? null;
  }

  /** running -> success for jobs of one worker, in one transaction. Tells of each, in their order, what became of it. */
  async finish(leases: readonly Lease[]): Promise<Finish[]> {
    const answer = await this.#call('finish_integration_jobs', { p_leases: leases.map(presented) });
    return z.array(finishSchema).length(leases.length).parse(answer);
  }

  /** Ends the attempt; the database decides between retry, cool-down and error. */
  async fail(lease: Lease, error: JobError): Promise<Release> {
    return releaseSchema.parse(
      await this.#call('fail_integration_job', {
        ...leaseArguments(lease),
        p_kind: error.kind,
        p_code: error.code,
        // A message that Postgres refuses would leave the job hanging until its lease runs out.
        p_message: cleanText(error.message, 1000) ?? error.code,
        p_retry_after_seconds: error.retryAfterSeconds,
      }),
    );
  }

  /** Gives the job back with its cursor: the next worker goes on at once. */
  async yield(lease: Lease): Promise<Release> {
    return releaseSchema.parse(await this.#call('yield_integration_job', leaseArguments(lease)));
  }

  /**
   * Notes that an admin tests a connection; returns the id of the entry. QueueError: 42501 no admin of the tenant, IQ004 too many within
   * a minute.
   */
  async beginConnectionTest(tenantId: string, providerSlug: string, userId: string): Promise<number> {
    const parameters = { p_tenant_id: tenantId, p_provider_slug: providerSlug, p_user_id: userId };
    return z
      .number()
      .int()
      .parse(await this.#call('begin_integration_connection_test', parameters));
  }

  /** Completes the entry: `ok`, or the code of the error. `isStored`: what is stored was tried, and the integration tells of it. */
  async noteConnectionTest(testId: number, result: string, isStored: boolean): Promise<void> {
    const parameters = { p_test_id: testId, p_result: result, p_is_stored: isStored };
    await this.#call('note_integration_connection_test', parameters);
  }

  /** Whether a poke with this key may wake a worker. Long ones are not even asked about. */
  async isWorkerKey(key: string): Promise<boolean> {
    if (key.length > 200) return false;
    return z.boolean().parse(await this.#call('is_integration_worker_key', { p_key: key }));
  }

  async #open(name: string, parameters: Record<string, unknown>): Promise<unknown> {
    try {
      return await this.#call(name, parameters);
    } catch (error) {
      if (!(error instanceof QueueError) || error.code !== 'IQ006') throw error;
      throw new JobError(
        'permanent',
        'credentials_missing',
        'A credencial guardada foi informada para outro endereço e não é enviada a este. Informe-a novamente na aba Configuração e execute novamente.',
      );
    }
  }

  async #call(name: string, parameters: Record<string, unknown>): Promise<unknown> {
    for (let tries = 1; ; tries += 1) {
      const { data, error } = await this.#client.rpc(name, parameters);
      if (!error) return data;
      if (tries === MAX_TRIES || !isRolledBack(error.code)) throw new QueueError(name, error);
    }
  }
}

const presented = (lease: Lease) => ({ job_id: lease.jobId, lease_token: lease.token });

function leaseArguments(lease: Lease) {
  return { p_job_id: lease.jobId, p_lease_token: lease.token };
}
