import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
// Loaded lazily by the app; read here once, so that no test pays for it.
import '../../../src/components/notifications/NotificationBell.tsx';
import '../../../src/components/notifications/NotificationPanel.tsx';
import '../../../src/pages/Notificacoes.tsx';
import { type FakeSupabase, json } from '../support/fake-supabase.ts';
import { renderApp } from '../support/render-app.tsx';
import { AURORA, ago, BOREAL, createWorld, runningRow } from '../support/world.ts';

const LIST = '/integracoes?tenant=aurora';
const PAGE = '/notificacoes?tenant=aurora';
const KEY = 'whsec_0123456789';

function notification(changes: Record<string, unknown> = {}) {
  return {
    id: 'n-1',
    user_id: 'user-admin',
    tenant_id: AURORA,
    kind: 'paused',
    provider_slug: 'acessorias',
    cause: 'credentials_rejected',
    message: 'Acessórias recusou a credencial.',
    failures: 1,
    began_at: ago(300),
    happened_at: ago(300),
    read_at: null,
    ...changes,
  };
}

/** What the database does for notifications; `asked` has what was sent to it. */
function notifyingWorld(rows: Record<string, unknown>[], canMail = true) {
  const fake: FakeSupabase = createWorld();
  const asked: Array<{ name: string; body: Record<string, unknown> }> = [];
  fake.tables.notifications = rows;
  fake.tables.notification_preferences = [];
  fake.tables.notification_webhooks = [];
  fake.tables.notification_deliveries = [];
  fake.overrides.push((request, url) => {
    const name = /\/rest\/v1\/rpc\/(.*notification.*)$/.exec(url.pathname)?.[1];
    if (name === undefined) return;
    if (name === 'can_send_notification_mail') return json(canMail);
    return request.json().then((body: Record<string, unknown>) => {
      asked.push({ name, body });
      if (name === 'add_notification_webhook') {
        fake.tables.notification_webhooks?.push({
          id: 'w-1',
          tenant_id: AURORA,
          host: new URL(String(body.p_url)).host,
          kinds: body.p_kinds,
          is_enabled: true,
          created_at: ago(0),
        });
        return json({ id: 'w-1', key: KEY });
      }
      if (name === 'read_notifications') {
        for (const row of rows) if (body.p_id === undefined || body.p_id === row.id) row.read_at = ago(0);
      }
      return json(name === 'test_notification' ? 'd-1' : null);
    });
  });
  return { fake, asked };
}

const bell = (name: string | RegExp) => screen.findByRole('button', { name });

describe('the bell', () => {
  it('counts what is unread and leads to the remedy, which marks it as read', async () => {
    const { fake, asked } = notifyingWorld([
      notification(),
      notification({ id: 'n-2', kind: 'recovery', read_at: ago(9) }),
    ]);
    const { place } = await renderApp(fake, LIST);
    await userEvent.click(await bell('Notificações, 1 não lida'));
    const panel = within(await screen.findByRole('dialog', { name: 'Notificações' }));
    expect(panel.getByText('Acessórias falhou, e o agendamento foi pausado')).toBeTruthy();
    expect(panel.getByText('Acessórias voltou a funcionar')).toBeTruthy();
    await userEvent.click(panel.getByRole('link', { name: /^Corrigir credencial/ }));
    await waitFor(() => expect(place.path).toBe('/integracoes/acessorias?tenant=aurora&corrigir=credencial'));
    expect(await bell('Notificações, nenhuma não lida')).toBeTruthy();
    expect(asked).toMatchObject([{ name: 'read_notifications', body: { p_id: 'n-1' } }]);
  });

  it('marks all that were seen, and nothing that came since', async () => {
    const newest = notification({ happened_at: ago(10) });
    const { fake, asked } = notifyingWorld([newest, notification({ id: 'n-2', happened_at: ago(20) })]);
    await renderApp(fake, LIST);
    await userEvent.click(await bell('Notificações, 2 não lidas'));
    await userEvent.click(await screen.findByRole('button', { name: 'Marcar todas como lidas' }));
    await waitFor(() => expect(screen.queryByText('Não lida')).toBeNull());
    expect(asked).toEqual([{ name: 'read_notifications', body: { p_until: newest.happened_at } }]);
  });

  it('names the group of each, and offers an auditor no credential to correct', async () => {
    const { fake } = notifyingWorld([
      notification({ user_id: 'user-auditor' }),
      notification({ id: 'n-2', user_id: 'user-auditor', tenant_id: BOREAL }),
    ]);
    await renderApp(fake, LIST, 'auditor');
    await userEvent.click(await bell('Notificações, 2 não lidas'));
    const panel = within(await screen.findByRole('dialog', { name: 'Notificações' }));
    expect(panel.getByText('Aurora Contabilidade')).toBeTruthy();
    expect(panel.queryByRole('link', { name: /^Corrigir credencial/ })).toBeNull();
  });

  it('hears of a run that ends at once', async () => {
    const rows: Record<string, unknown>[] = [];
    const { fake } = notifyingWorld(rows);
    fake.tables.integration_jobs = [runningRow()];
    await renderApp(fake, LIST);
    await bell('Notificações, nenhuma não lida');
    await screen.findByText('Ao vivo');
    rows.push(notification({ kind: 'failure', cause: 'provider_timeout' }));
    const [job] = fake.tables.integration_jobs;
    fake.change('integration_jobs', job ?? {}, {
      status: 'error',
      finished_at: ago(0),
      error_code: 'provider_timeout',
    });
    expect(await bell('Notificações, 1 não lida')).toBeTruthy();
  });

  it('shows a system alert for what is new, while nobody looks at the page', async () => {
    const shown: Array<{ title: string; tag?: string }> = [];
    class FakeNotification {
      static permission = 'granted';
      onclick: (() => void) | null = null;
      constructor(title: string, options: { tag?: string }) {
        shown.push({ title, ...options });
      }
      close() {}
    }
    Object.assign(window, { Notification: FakeNotification });
    localStorage.setItem('browser-alerts', 'on');
    const rows = [notification()];
    const { fake } = notifyingWorld(rows);
    const { queryClient } = await renderApp(fake, LIST);
    await bell('Notificações, 1 não lida');
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    rows.push(notification({ id: 'n-2', kind: 'failure', cause: 'provider_timeout' }));
    await queryClient.invalidateQueries({ queryKey: ['notifications'] });
    await waitFor(() => expect(shown).toMatchObject([{ title: 'Acessórias falhou', tag: 'n-2' }]));
    localStorage.removeItem('browser-alerts');
    hidden.mockRestore();
    Reflect.deleteProperty(window, 'Notification');
  });
});

describe('preferences', () => {
  it('are everything by default, by mail only for admins, and each box is saved at once', async () => {
    const { fake, asked } = notifyingWorld([]);
    await renderApp(fake, PAGE);
    const box = await screen.findByRole<HTMLInputElement>('checkbox', { name: 'Continua falhando: E-mail' });
    expect(
      screen.getAllByRole<HTMLInputElement>('checkbox').filter(({ checked }) => checked).length,
    ).toBeGreaterThanOrEqual(8);
    await userEvent.click(box);
    expect(box.checked).toBe(false);
    await waitFor(() =>
      expect(asked).toEqual([
        {
          name: 'save_notification_preferences',
          body: {
            p_tenant_id: AURORA,
            p_in_app: ['failure', 'repeated', 'paused', 'recovery'],
            p_email: ['failure', 'paused', 'recovery'],
          },
        },
      ]),
    );
  });

  it('of an auditor have no mail and no webhooks', async () => {
    const { fake } = notifyingWorld([]);
    await renderApp(fake, PAGE, 'auditor');
    const mail = await screen.findByRole<HTMLInputElement>('checkbox', { name: 'Uma integração falhou: E-mail' });
    expect(mail.checked).toBe(false);
    expect(screen.queryByRole('heading', { name: 'Webhooks do grupo' })).toBeNull();
  });

  it('go back to what is saved when they could not be', async () => {
    const { fake } = notifyingWorld([]);
    await renderApp(fake, PAGE);
    const box = await screen.findByRole<HTMLInputElement>('checkbox', { name: 'Uma integração falhou: No app' });
    fake.overrides.unshift((_request, url) =>
      url.pathname.endsWith('/save_notification_preferences') ? json({ code: '42501', message: 'no' }, 403) : undefined,
    );
    await userEvent.click(box);
    expect((await screen.findByRole('alert')).textContent).toContain('Não foi possível salvar');
    await waitFor(() => expect(box.checked).toBe(true));
  });

  it('say that no mail can be sent, and test none', async () => {
    const { fake, asked } = notifyingWorld([], false);
    await renderApp(fake, PAGE);
    expect(await screen.findByText('O envio de e-mails não está configurado neste ambiente')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Testar e-mail' }));
    await userEvent.click(screen.getByRole('button', { name: 'Testar no app' }));
    expect(await screen.findByText('Teste enviado: veja o sino no alto da página.')).toBeTruthy();
    expect(asked.map(({ body }) => body.p_channel)).toEqual(['app']);
  });

  it('show what became of the test of a mail', async () => {
    const { fake } = notifyingWorld([]);
    fake.tables.notification_deliveries = [
      {
        id: 'd-1',
        webhook_id: null,
        kind: 'test',
        status: 'sent',
        attempts: 1,
        last_status: 200,
        last_answer: 'HTTP 200',
      },
    ];
    await renderApp(fake, PAGE);
    await userEvent.click(await screen.findByRole('button', { name: 'Testar e-mail' }));
    expect(await screen.findByText('Entregue')).toBeTruthy();
  });
});

describe('webhooks', () => {
  it('are added with a key that is shown once and kept nowhere', async () => {
    const { fake } = notifyingWorld([]);
    const { container, queryClient } = await renderApp(fake, PAGE);
    await userEvent.click(await screen.findByRole('button', { name: 'Adicionar webhook' }));
    const field = screen.getByLabelText('Endereço do webhook');
    expect([document.activeElement, screen.getByText('Informe o endereço do webhook.') !== null]).toEqual([
      field,
      true,
    ]);
    await userEvent.type(field, 'https://hooks.example.com/caminho-secreto{enter}');
    const key = await screen.findByDisplayValue(KEY);
    expect(document.activeElement).toBe(key);
    await userEvent.click(screen.getByRole('button', { name: 'Já guardei' }));
    expect(await screen.findByText('hooks.example.com')).toBeTruthy();
    expect(container.innerHTML).not.toContain('caminho-secreto');
    const cached = () =>
      [queryClient.getQueryCache(), queryClient.getMutationCache()].flatMap((cache) =>
        cache.getAll().map(({ state }) => JSON.stringify(state)),
      );
    await waitFor(() => expect(cached().filter((state) => /caminho-secreto|whsec/.test(state))).toEqual([]));
  });

  it('show their last answers, and say in words that an address is refused', async () => {
    const { fake } = notifyingWorld([]);
    fake.tables.notification_webhooks = [
      {
        id: 'w-1',
        tenant_id: AURORA,
        host: 'hooks.example.com',
        kinds: ['failure'],
        is_enabled: true,
        created_at: ago(60),
      },
    ];
    fake.tables.notification_deliveries = [
      {
        id: 'd-9',
        tenant_id: AURORA,
        webhook_id: 'w-1',
        kind: 'failure',
        status: 'dead',
        attempts: 28,
        last_status: 503,
        last_answer: 'HTTP 503: em manutenção',
        created_at: ago(90_000),
        last_attempt_at: ago(3600),
        next_attempt_at: ago(3600),
      },
    ];
    fake.overrides.unshift((_request, url) =>
      url.pathname.endsWith('/add_notification_webhook') ? json({ code: 'IQ005', message: 'no' }, 400) : undefined,
    );
    await renderApp(fake, PAGE);
    expect(await screen.findByText('Desistimos após um dia')).toBeTruthy();
    expect(screen.getByText(/HTTP 503: em manutenção \(28 tentativas\)/)).toBeTruthy();
    await userEvent.type(screen.getByLabelText('Endereço do webhook'), 'https://10.0.0.1/x{enter}');
    expect((await screen.findByRole('alert')).textContent).toContain('Endereço não permitido');
    expect(screen.getByDisplayValue('https://10.0.0.1/x')).toBeTruthy();
  });
});
