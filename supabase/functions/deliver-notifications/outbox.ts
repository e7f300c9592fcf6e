import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';

const incidentSchema = z.object({
  provider_slug: z.string(),
  /** Null when the provider has left the catalogue meanwhile. */
  provider_name: z.string().nullable(),
  cause: z.string(),
  message: z.string().nullable(),
  failures: z.number().int(),
  began_at: z.string(),
  ended_at: z.string().nullable(),
  /** Is the schedule of the integration paused now? */
  is_paused: z.boolean(),
});

const deliverySchema = z.object({
  id: z.guid(),
  attempt: z.number().int(),
  kind: z.enum(['failure', 'repeated', 'paused', 'recovery', 'test']),
  tenant: z.object({ name: z.string(), slug: z.string(), time_zone: z.string() }),
  incident: incidentSchema.nullable(),
  email: z.string().nullable(),
  webhook: z.object({ url: z.string(), key: z.string() }).nullable(),
});
/** A mail or a call of a webhook, see `private.delivery_content`. Address and key of a webhook are secrets: never log or return them. */
export type Delivery = z.infer<typeof deliverySchema>;

const mailServiceSchema = z.object({ url: z.string(), key: z.string(), from: z.string() });
/** The HTTP mail service of the project. Its key is a secret. */
export type MailService = z.infer<typeof mailServiceSchema>;

const claimSchema = z.object({ mail: mailServiceSchema.nullable(), deliveries: z.array(deliverySchema) });
export type Claimed = z.infer<typeof claimSchema>;

/** What came of a try. `status` is that of HTTP, null when there was no answer; `answer` is for people. */
export interface Outcome {
  isSent: boolean;
  status: number | null;
  answer: string;
}

/** The queue of deliveries in the database. */
export class Outbox {
  readonly #client: SupabaseClient;

  constructor(client: SupabaseClient) {
    this.#client = client;
  }

  /** Takes up to `limit` deliveries that are due; they are nobody else's for the lease (60 s). */
  async claim(limit: number): Promise<Claimed> {
    return claimSchema.parse(await this.#call('claim_notification_deliveries', { p_limit: limit }));
  }

  /** Says what came of a try: "sent", "pending" (tried again later), "dead", or "lost" when somebody else tries by now. */
  async settle({ id, attempt }: Delivery, { isSent, status, answer }: Outcome): Promise<string> {
    const parameters = { p_id: id, p_attempt: attempt, p_is_sent: isSent, p_status: status, p_answer: answer };
    return z.string().parse(await this.#call('settle_notification_delivery', parameters));
  }

  async #call(name: string, parameters: Record<string, unknown>): Promise<unknown> {
    const { data, error } = await this.#client.rpc(name, parameters);
    if (error) throw new Error(`Cannot call ${name}: ${error.code} ${error.message}`);
    return data;
  }
}
