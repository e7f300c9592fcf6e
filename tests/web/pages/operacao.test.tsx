import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
// Loaded lazily by the app; read here once, so that no test pays for it.
import '../../../src/pages/Operacao.tsx';
import type { Operation } from '../../../src/lib/operation/operation.ts';
import { json } from '../support/fake-supabase.ts';
import { renderApp } from '../support/render-app.tsx';
import { ago, createWorld } from '../support/world.ts';

const load = { due: 0, waiting: 0, running: 0, oldest_due_seconds: null };

function answer(): Operation {
  return {
    paused_at: null,
    health: {
      ...load,
      running: 1,
      slots: 64,
      expired_leases: 0,
      failed_parts: [],
      last_tick_age_seconds: 4,
      providers: { acessorias: { ...load, running: 1, due: 1000, oldest_due_seconds: 75 } },
      pokes: { accepted: 12, refused: 0, failed: 0, last: { outcome: 'accepted', detail: 'status 202' } },
    },
    providers: [{ slug: 'acessorias', name: 'Acessórias', paused_at: null, slots: 32 }],
    tenants: [{ name: 'Boreal Contábil', running: 1, due: 0, oldest_due_at: null }],
    tenant_slots: 3,
    runs: [
      {
        job_id: 'job-9',
        tenant: 'Boreal Contábil',
        provider: 'Acessórias',
        worker: 'w-1',
        claimed_at: ago(400),
        advanced_at: ago(300),
        is_lost: true,
      },
    ],
    day: {
      providers: [{ slug: 'acessorias', ended: 20, failed: 3, code: 'credentials_rejected' }],
      hours: [{ at: ago(600), ended: 20, failed: 3 }],
    },
    settings: [
      { name: 'max_running_per_tenant', value: 3, lowest: 1, highest: 1000 },
      { name: 'max_provider_share', value: 0.5, lowest: 0.05, highest: 1 },
    ],
    events: [],
  };
}

/** A project that the admin operates; `asked` has what was changed. */
function operatedWorld(data: Operation) {
  const fake = createWorld();
  const asked: Array<[name: string, body: unknown]> = [];
  fake.overrides.push((request, url) => {
    const name =
      /\/rpc\/(read_integration_operation|pause_integration_queue|change_queue_setting|release_integration_job)$/.exec(
        url.pathname,
      )?.[1];
    if (name === undefined) return undefined;
    if (name === 'read_integration_operation') return json(data);
    return request.json().then((body: unknown) => {
      asked.push([name, body]);
      return json(null);
    });
  });
  return { fake, asked };
}

it('who is no operator is told that there is no such page', async () => {
  const fake = createWorld();
  fake.overrides.push((_, url) =>
    url.pathname.endsWith('read_integration_operation')
      ? json({ code: '42501', message: 'Cannot operate the queue: only an operator may' }, 403)
      : undefined,
  );
  await renderApp(fake, '/operacao');
  expect(await screen.findByRole('heading', { level: 1, name: 'Página não encontrada' })).toBeTruthy();
});

it('an operator reads places, waits, failures and pokes', async () => {
  await renderApp(operatedWorld(answer()).fake, '/operacao');
  const providers = await screen.findByRole('table', { name: 'Provedores' });
  for (const text of ['1 de 32', '1.000 ou mais', 'há 1 min 15 s']) {
    expect(providers.textContent).toContain(text);
  }
  expect(screen.getByRole('table', { name: 'Grupos' }).textContent).toContain('1 de 3');
  const health = screen.getByRole('region', { name: 'Saúde da fila' });
  expect(health.textContent).toContain('Tudo em ordem');
  expect(health.textContent).toContain('12 aceitos, 0 com falha');
  expect(screen.getByText('20 execuções terminadas, 3 com erro.')).toBeTruthy();
});

it('pokes that fail, and a tick that is old, are no good health', async () => {
  const data = answer();
  data.health.pokes.refused = 3;
  await renderApp(operatedWorld(data).fake, '/operacao');
  expect(await screen.findByText('Precisa de atenção')).toBeTruthy();
});

it('pausing asks first and says what it does; going on does not ask', async () => {
  const data = answer();
  const { fake, asked } = operatedWorld(data);
  await renderApp(fake, '/operacao');
  await userEvent.click(await screen.findByRole('button', { name: 'Pausar Fila inteira' }));
  const dialog = screen.getByRole('alertdialog', { name: 'Pausar Fila inteira?' });
  expect(asked).toEqual([]);
  data.paused_at = ago(1);
  await userEvent.click(within(dialog).getByRole('button', { name: 'Pausar' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Retomar Fila inteira' }));
  await waitFor(() =>
    expect(asked).toEqual([
      ['pause_integration_queue', { p_is_paused: true }],
      ['pause_integration_queue', { p_is_paused: false }],
    ]),
  );
});

it('a setting is saved within its bounds, with a comma for a share', async () => {
  const { fake, asked } = operatedWorld(answer());
  await renderApp(fake, '/operacao');
  const limit = await screen.findByLabelText('Execuções por grupo');
  await userEvent.clear(limit);
  await userEvent.type(limit, '0{Enter}');
  expect(screen.getByText('Informe um número de 1 a 1.000.')).toBeTruthy();
  await userEvent.clear(limit);
  await userEvent.type(limit, '2,5{Enter}');
  expect(screen.getByText('Informe um número inteiro.')).toBeTruthy();
  expect(asked).toEqual([]);
  const share = screen.getByLabelText('Parte de um provedor');
  await userEvent.clear(share);
  await userEvent.type(share, '0,25{Enter}');
  await waitFor(() =>
    expect(asked).toEqual([['change_queue_setting', { p_name: 'max_provider_share', p_value: 0.25 }]]),
  );
});

it('a stuck run is given back after a question', async () => {
  const { fake, asked } = operatedWorld(answer());
  await renderApp(fake, '/operacao');
  await userEvent.click(await screen.findByRole('button', { name: 'Devolver à fila: Acessórias de Boreal Contábil' }));
  const dialog = screen.getByRole('alertdialog');
  expect(dialog.textContent).toContain('nenhuma tentativa é gasta');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Devolver à fila' }));
  await waitFor(() => expect(asked).toEqual([['release_integration_job', { p_job_id: 'job-9' }]]));
});
