import { describeError, type Log } from '../_shared/platform/log.ts';
import { type MailDeps, sendMail } from './mail.ts';
import type { Claimed, Delivery, MailService, Outbox, Outcome } from './outbox.ts';
import { callWebhook, type WebhookDeps } from './webhook.ts';

/** As many at once. */
const BATCH = 10;
/** Then the next poke goes on: the platform ends a function some time. In ms. */
const BUDGET_MS = 45_000;

export interface DeliverDeps extends MailDeps, WebhookDeps {
  outbox: Pick<Outbox, 'claim' | 'settle'>;
  log: Log;
}

function make(delivery: Delivery, mail: MailService | null, deps: DeliverDeps): Promise<Outcome> {
  if (delivery.webhook !== null) return callWebhook(delivery, delivery.webhook, deps);
  if (delivery.email !== null && mail !== null) return sendMail(delivery, delivery.email, mail, deps);
  return Promise.resolve({ isSent: false, status: null, answer: 'O serviço de e-mail não está configurado.' });
}

async function deliver(delivery: Delivery, mail: MailService | null, deps: DeliverDeps): Promise<void> {
  const { id, attempt, kind } = delivery;
  try {
    const outcome = await make(delivery, mail, deps);
    const state = await deps.outbox.settle(delivery, outcome);
    const channel = delivery.webhook === null ? 'email' : 'webhook';
    deps.log('delivery_settled', { delivery_id: id, attempt, kind, channel, status: outcome.status, state });
  } catch (error) {
    // What came of it could not be noted: it is tried again when the lease runs out, under the same idempotency key.
    deps.log('delivery_not_settled', { delivery_id: id, attempt, kind, error: describeError(error) });
  }
}

/** Makes deliveries until none is due or the time is up. One that fails keeps none of the others. */
export async function deliverDue(deps: DeliverDeps): Promise<void> {
  const endsAt = deps.now() + BUDGET_MS;
  while (deps.now() < endsAt) {
    let claimed: Claimed;
    try {
      claimed = await deps.outbox.claim(BATCH);
    } catch (error) {
      deps.log('claim_failed', { error: describeError(error) });
      return;
    }
    if (claimed.deliveries.length === 0) return;
    await Promise.all(claimed.deliveries.map((delivery) => deliver(delivery, claimed.mail, deps)));
  }
}
