import { expect, type Page } from '@playwright/test';
import { required } from '../../support/database/fixtures.ts';
import { detailPath, listPath } from './browse.ts';
import { type PageState, prepare, type Stage } from './stage.ts';

const REFUSED = {
  code: 'credentials_rejected',
  message:
    'Acessórias recusou a credencial (página 1). Informe uma credencial válida na aba Configuração e execute novamente.',
};

/** A group whose Acessórias is paused after a refused credential, with somebody who was told of it. */
async function showBadDay(
  { world, open }: Stage,
  role: 'admin' | 'auditor',
  path: (slug: string) => string,
): Promise<Page> {
  const { group, visitor } = await prepare(world, role, [
    { status: 'error', minutesAgo: 190, processed: 0, error: REFUSED },
    { status: 'success', provider: 'bomcontrole', minutesAgo: 12 },
  ]);
  await world.sql`
    update public.tenant_integrations
    set schedule_kind = 'daily', schedule_time = '06:00', schedule_paused_at = now() - interval '190 minutes',
      schedule_pause_code = 'credentials_rejected', failing_since = now() - interval '190 minutes', failures_in_row = 1
    where tenant_id = ${group.id} and provider_slug = 'acessorias'`;
  const tell = (kind: string, provider: string, minutes: number, failures: number, isRead: boolean) => world.sql`
    insert into public.notifications (
      user_id, tenant_id, kind, provider_slug, cause, message, failures, began_at, happened_at, read_at
    )
    values (
      ${visitor.userId}, ${group.id}, ${kind}, ${provider}, 'credentials_rejected', ${REFUSED.message}, ${failures},
      now() - make_interval(mins => ${minutes + 5}), now() - make_interval(mins => ${minutes}), ${isRead ? new Date() : null}
    )`;
  await tell('paused', 'acessorias', 190, 1, false);
  await tell('repeated', 'onecode', 1440, 5, false);
  await tell('recovery', 'bomcontrole', 3000, 12, true);
  const [webhook] = await world.sql<{ id: string }[]>`
    insert into public.notification_webhooks (tenant_id, host, kinds)
    values (${group.id}, 'hooks.um-endereco-bem-comprido-de-exemplo.com.br', '{failure,paused,recovery}') returning id`;
  await world.sql`
    insert into public.notification_deliveries (
      tenant_id, webhook_id, kind, status, attempts, last_attempt_at, last_status, last_answer, ended_at
    )
    values
      (${group.id}, ${required(webhook).id}, 'test', 'sent', 1, now(), 200, 'HTTP 200', now()),
      (${group.id}, ${required(webhook).id}, 'test', 'dead', 28, now() - interval '1 day', 503, 'HTTP 503: em manutenção até segunda-feira', now())`;
  return open(visitor, path(group.slug));
}

/** What people see of failures: on the card, above the tabs, in the bell, and where they choose what to be told. */
export const BAD_DAY_STATES: readonly PageState[] = [
  {
    name: 'bad-day-list',
    async show(stage) {
      const page = await showBadDay(stage, 'admin', listPath);
      await expect(page.getByRole('link', { name: 'Corrigir credencial' })).toBeVisible();
      return page;
    },
  },
  {
    name: 'bad-day-banner',
    async show(stage) {
      const page = await showBadDay(stage, 'admin', (slug) => detailPath(slug));
      await expect(page.getByRole('button', { name: 'Retomar agendamento' })).toBeVisible();
      return page;
    },
  },
  {
    name: 'bad-day-field',
    async show(stage) {
      const page = await showBadDay(stage, 'admin', (slug) => detailPath(slug, '&corrigir=credencial'));
      await expect(page.getByLabel('Nova credencial da Acessórias')).toBeFocused();
      return page;
    },
  },
  {
    name: 'bad-day-bell',
    async show(stage) {
      const page = await showBadDay(stage, 'admin', listPath);
      await page.getByRole('button', { name: 'Notificações, 2 não lidas' }).click();
      await expect(page.getByText('OneCode continua falhando', { exact: true })).toBeVisible();
      return page;
    },
  },
  {
    name: 'bad-day-choices',
    async show(stage) {
      const page = await showBadDay(stage, 'admin', (slug) => `/notificacoes?tenant=${slug}`);
      await expect(page.getByText(/HTTP 503/)).toBeVisible();
      await expect(page.getByRole('checkbox', { name: 'Uma integração falhou: E-mail' })).toBeVisible();
      return page;
    },
  },
];
