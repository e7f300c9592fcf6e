import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { json } from '../support/fake-supabase.ts';
import { renderApp } from '../support/render-app.tsx';
import { AURORA, ago, BOREAL, createWorld } from '../support/world.ts';

const SETTINGS = '/integracoes/acessorias?tenant=aurora&aba=configuracao';

function event(id: number, action: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id,
    tenant_id: AURORA,
    provider_slug: 'acessorias',
    action,
    actor_id: 'user-group',
    details: {},
    created_at: ago(1000 - id),
    ...changes,
  };
}

function worldWith(...events: Array<Record<string, unknown>>) {
  const fake = createWorld();
  fake.tables.integration_events = events;
  return fake;
}

async function entries() {
  const list = await screen.findByRole('list', { name: 'Histórico de alterações' });
  return within(list)
    .getAllByRole('listitem')
    .map((item) => [...item.querySelectorAll('p')].map((line) => line.textContent));
}

describe('history of changes', () => {
  it('tells who did what, newest first, also to an auditor', async () => {
    const schedule = { schedule_kind: { from: 'daily', to: 'weekly' }, schedule_weekday: { from: null, to: 1 } };
    const config = { config: { from: { months_back: 4 }, to: { months_back: 6, months_ahead: 1 } } };
    await renderApp(
      worldWith(
        event(1, 'integration_added', { actor_id: null }),
        event(2, 'configured', { details: { base_url: { from: null, to: 'https://api.exemplo.test' } } }),
        event(3, 'credentials_set', { actor_id: 'user-auditor' }),
        event(4, 'scheduled', { details: { ...schedule, schedule_time: { from: '06:00:00', to: '08:30:00' } } }),
        event(5, 'configured', { details: config, actor_id: 'user-gone' }),
        event(6, 'disabled', { details: { is_enabled: { from: true, to: false } } }),
        event(7, 'something_new'),
        event(8, 'job_started'),
        event(9, 'enabled', { tenant_id: BOREAL }),
      ),
      SETTINGS,
      'auditor',
    );
    await screen.findAllByText('admin@grupo.test');
    expect(await entries()).toEqual([
      ['admin@grupo.test alterou a integração'],
      ['admin@grupo.test desativou a integração'],
      [
        'Pessoa removida alterou as opções de leitura',
        'Meses para trás: de 4 para 6',
        'Meses à frente: de padrão para 1',
      ],
      [
        'admin@grupo.test alterou o agendamento',
        'Frequência: de Todos os dias para Uma vez por semana',
        'Dia da semana: de nenhum para segunda-feira',
        'Horário: de 06:00 para 08:30',
      ],
      ['Você definiu a credencial'],
      [
        'admin@grupo.test alterou o endereço do provedor',
        'Endereço do provedor: de endereço padrão para https://api.exemplo.test',
      ],
      ['Sistema adicionou a integração'],
    ]);
  });

  it('loads older changes by key', async () => {
    const many = Array.from({ length: 13 }, (_, index) => event(index + 1, 'credentials_set'));
    await renderApp(worldWith(...many), SETTINGS);
    expect(await entries()).toHaveLength(10);
    await userEvent.click(screen.getByRole('button', { name: 'Carregar mais alterações' }));
    await waitFor(async () => expect(await entries()).toHaveLength(13));
    expect(screen.queryByRole('button', { name: 'Carregar mais alterações' })).toBeNull();
  });

  it('has a new entry after a save', async () => {
    const fake = worldWith();
    await renderApp(fake, SETTINGS);
    expect(await screen.findByText('Nenhuma alteração registrada.')).toBeTruthy();
    fake.tables.integration_events?.push(event(1, 'disabled', { actor_id: 'user-admin' }));
    await userEvent.click(screen.getByRole('switch', { name: 'Integração ativa' }));
    await waitFor(async () => expect(await entries()).toEqual([['Você desativou a integração']]));
  });

  it('says what failed and tries again', async () => {
    const fake = worldWith(event(1, 'enabled'));
    fake.overrides.push((_request, url) =>
      url.pathname.endsWith('/integration_events') ? json({ message: 'broken' }, 500) : undefined,
    );
    await renderApp(fake, SETTINGS);
    const failure = await screen.findByText('Não foi possível carregar o histórico');
    fake.overrides.length = 0;
    await userEvent.click(screen.getByRole('button', { name: 'Tentar novamente' }));
    expect(await entries()).toHaveLength(1);
    expect(failure.isConnected).toBe(false);
  });
});

describe('Configuração for an auditor', () => {
  it('has every value, and nothing that changes one', async () => {
    const fake = worldWith();
    Object.assign(fake.tables.tenant_integrations?.[0] ?? {}, {
      credentials_updated_at: ago(3 * 86_400),
      schedule_kind: 'weekly',
      schedule_time: '08:30:00',
      schedule_weekday: 6,
      next_run_at: new Date(Date.now() + 60_000).toISOString(),
    });
    await renderApp(fake, SETTINGS, 'auditor');
    const main = within(screen.getByRole('main'));
    expect(await main.findByText('Definida', { exact: false, selector: 'dd' })).toBeTruthy();
    expect(main.getByText('há 3 dias')).toBeTruthy();
    expect(main.getByText('Todo sábado, às 08:30')).toBeTruthy();
    expect(main.getAllByText(/\(horário de Brasília\)$/).length).toBeGreaterThan(0);
    expect(main.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Exportar CSV']);
    for (const role of ['switch', 'textbox', 'combobox', 'spinbutton']) {
      expect(main.queryAllByRole(role)).toEqual([]);
    }
  });
});
