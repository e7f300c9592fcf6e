import postgres from 'postgres';
import { isRolledBack, MAX_TRIES } from '../../../supabase/functions/_shared/queue/rollback.ts';
import { become } from '../../support/database/database.ts';
import { cnpj } from '../../support/database/documents.ts';
import { required } from '../../support/database/fixtures.ts';

/** What a worker of the previous release reads from the answers. */
interface Answer {
  state: string;
}
export interface OldClaim {
  job_id: string;
  tenant_id: string;
  lease_token: string;
  attempt: number;
  cursor: { page: number } | null;
}

/** Pages of a run, and companies of a page. */
export const PAGES = 3;
export const PAGE_SIZE = 4;

/** As the functions do: a transaction that was given up for another one, here for a migration, is begun again. */
export async function repeated<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === MAX_TRIES || !(error instanceof postgres.PostgresError && isRolledBack(error.code))) throw error;
    }
  }
}

/** One call over REST: a transaction of its own, as service_role, with the arguments by their names. */
async function rpc<T>(sql: postgres.Sql, name: string, parameters: Record<string, unknown>): Promise<T> {
  const keys = Object.keys(parameters);
  const named = keys.map(
    (key, index) => `${key} => $${index + 1}${typeof parameters[key] === 'object' ? '::jsonb' : ''}`,
  );
  const values = keys.map((key) => {
    const value = parameters[key];
    return typeof value === 'object' ? sql.json(value as postgres.JSONValue) : value;
  });
  return (await sql.begin(async (transaction) => {
    await become(transaction, 'service_role');
    const [row] = await transaction.unsafe<{ answer: T }[]>(
      `select public.${name}(${named.join(', ')}) as answer`,
      values as never[],
    );
    return required(row).answer;
  })) as T;
}

const leaseOf = (claim: OldClaim) => ({ p_job_id: claim.job_id, p_lease_token: claim.lease_token });

/** The companies of a page: the same ones in every run of a tenant. */
const companies = (page: number) =>
  Array.from({ length: PAGE_SIZE }, (_, index) => ({
    document: cnpj(page * PAGE_SIZE + index),
    legal_name: `Empresa ${page}-${index}`,
    is_active: true,
  }));

/** A worker of the previous release: the calls that its functions made, word for word in names and arguments. */
export class OldWorker {
  readonly #sql: postgres.Sql;
  /** The longest single call so far, in ms. */
  longestCallMs = 0;

  constructor(sql: postgres.Sql) {
    this.#sql = sql;
  }

  async #call<T>(name: string, parameters: Record<string, unknown>): Promise<T> {
    const startedAt = performance.now();
    const answer = await repeated(() => rpc<T>(this.#sql, name, parameters));
    this.longestCallMs = Math.max(this.longestCallMs, performance.now() - startedAt);
    return answer;
  }

  claim(): Promise<OldClaim | null> {
    return this.#call('claim_integration_job', { p_worker: 'old' });
  }

  heartbeat(claim: OldClaim): Promise<Answer> {
    return this.#call('heartbeat_integration_job', leaseOf(claim));
  }

  openSlice(claim: OldClaim): Promise<Answer> {
    return this.#call('open_integration_slice', leaseOf(claim));
  }

  /** Writes one page; the cursor is the next one. */
  storePage(claim: OldClaim, page: number): Promise<Answer> {
    return this.#call('store_integration_page', {
      ...leaseOf(claim),
      p_rows: companies(page),
      p_cursor: page + 1 < PAGES ? { page: page + 1 } : null,
      p_total: PAGES * PAGE_SIZE,
      p_step: 'Lendo empresas',
      p_problems: [],
    });
  }

  finish(claim: OldClaim): Promise<Answer> {
    return this.#call('finish_integration_job', leaseOf(claim));
  }

  yield(claim: OldClaim): Promise<Answer> {
    return this.#call('yield_integration_job', leaseOf(claim));
  }

  fail(claim: OldClaim, kind: 'permanent' | 'temporary' | 'rate_limit', waitSeconds: number): Promise<Answer> {
    return this.#call('fail_integration_job', {
      ...leaseOf(claim),
      p_kind: kind,
      p_code: kind === 'rate_limit' ? 'rate_limited' : 'provider_error',
      p_message: 'O provedor recusou',
      p_retry_after_seconds: waitSeconds,
    });
  }

  tick(): Promise<Record<string, number>> {
    return this.#call('integration_queue_tick', {});
  }

  /** Reads all pages from the cursor and finishes. */
  async work(claim: OldClaim): Promise<void> {
    await this.openSlice(claim);
    for (let page = claim.cursor?.page ?? 0; page < PAGES; page += 1) {
      await this.heartbeat(claim);
      await this.storePage(claim, page);
    }
    await this.finish(claim);
  }
}
