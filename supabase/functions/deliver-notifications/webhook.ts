import { checkBaseUrl, type ResolveHost, requirePublicHost } from '../_shared/calls/base-url.ts';
import { post } from './answers.ts';
import type { Delivery, Outcome } from './outbox.ts';
import { textOf } from './texts.ts';

/** HMAC-SHA-256 of "<unix seconds>.<body>" in hex: who knows the key can tell that the call is ours, is whole and is not old. */
export async function signature(key: string, seconds: number, body: string): Promise<string> {
  const encoder = new TextEncoder();
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', encoder.encode(key), hmac, false, ['sign']);
  const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', imported, encoder.encode(`${seconds}.${body}`)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What a webhook gets. `text` is one line for chats; the rest is for programs. */
export function webhookBody(delivery: Delivery, appUrl: string | null): string {
  const { id, kind, tenant, incident } = delivery;
  const { subject, lines, path } = textOf(delivery);
  return JSON.stringify({
    id,
    kind,
    text: `${subject}: ${lines[0] ?? ''}`,
    link: appUrl === null ? null : `${appUrl}${path}`,
    tenant: { slug: tenant.slug, name: tenant.name },
    incident:
      incident === null
        ? null
        : {
            integration: incident.provider_slug,
            cause: incident.cause,
            message: incident.message,
            failures: incident.failures,
            began_at: incident.began_at,
            ended_at: incident.ended_at,
            schedule_is_paused: incident.is_paused,
          },
  });
}

export interface WebhookDeps {
  appUrl: string | null;
  allowLocal: boolean;
  resolveHost: ResolveHost;
  /** Milliseconds since 1970. */
  now(): number;
  send: typeof fetch;
}

/** Calls a webhook: the body signed with its key, the delivery's id as idempotency key. The address is checked as a provider's is. */
export async function callWebhook(
  delivery: Delivery,
  { url, key }: { url: string; key: string },
  deps: WebhookDeps,
): Promise<Outcome> {
  const body = webhookBody(delivery, deps.appUrl);
  const seconds = Math.floor(deps.now() / 1000);
  return await post(
    url,
    {
      headers: {
        'User-Agent': 'Integracoes-Webhook/1',
        'Idempotency-Key': delivery.id,
        'X-Integracoes-Signature': `t=${seconds},v1=${await signature(key, seconds, body)}`,
      },
      body,
      secret: key,
      check: async () => await requirePublicHost(checkBaseUrl(url, deps.allowLocal), deps.resolveHost),
    },
    deps.send,
  );
}
