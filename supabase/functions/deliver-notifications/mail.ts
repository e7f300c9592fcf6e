import { checkBaseUrl } from '../_shared/calls/base-url.ts';
import { post } from './answers.ts';
import type { Delivery, MailService, Outcome } from './outbox.ts';
import { type NotificationText, textOf } from './texts.ts';

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/** The mail as text and as HTML. Without an address of the app it has no link. */
export function mailBody(
  text: NotificationText,
  appUrl: string | null,
  tenantSlug: string,
): { text: string; html: string } {
  const settings = `/notificacoes?tenant=${encodeURIComponent(tenantSlug)}`;
  const links =
    appUrl === null ? [] : [`${text.action}: ${appUrl}${text.path}`, `Escolher o que receber: ${appUrl}${settings}`];
  const html = [
    ...text.lines.map((line) => `<p>${escapeHtml(line)}</p>`),
    ...(appUrl === null
      ? []
      : [
          `<p><a href="${escapeHtml(appUrl + text.path)}">${escapeHtml(text.action)}</a></p>`,
          `<p><small><a href="${escapeHtml(appUrl + settings)}">Escolher o que receber</a></small></p>`,
        ]),
  ];
  return {
    text: [...text.lines, ...links].join('\n\n'),
    html: `<!doctype html><html lang="pt-BR"><body style="font:16px sans-serif">${html.join('')}</body></html>`,
  };
}

export interface MailDeps {
  appUrl: string | null;
  allowLocal: boolean;
  send: typeof fetch;
}

/** Hands a mail to the mail service: POST {from, to, subject, text, html}, its key as bearer, the delivery's id as idempotency key. */
export function sendMail(delivery: Delivery, to: string, service: MailService, deps: MailDeps): Promise<Outcome> {
  const text = textOf(delivery);
  return post(
    service.url,
    {
      headers: { Authorization: `Bearer ${service.key}`, 'Idempotency-Key': delivery.id },
      body: JSON.stringify({
        from: service.from,
        to: [to],
        subject: text.subject,
        ...mailBody(text, deps.appUrl, delivery.tenant.slug),
      }),
      secret: service.key,
      check: () => void checkBaseUrl(service.url, deps.allowLocal),
    },
    deps.send,
  );
}
