import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { json } from '../support/fake-supabase.ts';
import { renderApp } from '../support/render-app.tsx';
import { ago, createWorld, failedRow, jobRow, runningRow } from '../support/world.ts';

const LIST = '/integracoes?tenant=aurora';

async function card(name: string) {
  return within(await screen.findByRole('article', { name }));
}

function worldWith(...jobs: Array<Record<string, unknown>>) {
  const fake = createWorld();
  fake.tables.integration_jobs?.push(...jobs);
  return fake;
}

describe('card of an integration', () => {
  it('shows a running job with badge, bar, counts and step', async () => {
    await renderApp(worldWith(runningRow()), LIST);
    const acessorias = await card('Acessórias');
    expect(await acessorias.findByText('Processando...')).toBeTruthy();
    const bar = acessorias.getByRole('progressbar', { name: 'Acessórias' });
    expect(bar.getAttribute('aria-valuenow')).toBe('42');
    expect(bar.getAttribute('aria-valuetext')).toBe('84 de 200 registros, 42%');
    expect(acessorias.getByText('Lendo empresas, página 5')).toBeTruthy();
    expect(screen.getAllByRole('progressbar')).toHaveLength(1);
  });

  it('has an indeterminate bar while the total is unknown', async () => {
    await renderApp(worldWith(runningRow({ total_count: null })), LIST);
    const bar = await (await card('Acessórias')).findByRole('progressbar');
    expect(bar.hasAttribute('aria-valuenow')).toBe(false);
    expect(bar.getAttribute('aria-valuetext')).toBe('84 registros');
  });

  it('disables Executar while a job is active, says why, and keeps it focusable', async () => {
    const fake = worldWith(runningRow());
    await renderApp(fake, LIST);
    const acessorias = await card('Acessórias');
    await acessorias.findByText('Processando...');
    const button = acessorias.getByRole('button', { name: 'Executar' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(button.getAttribute('title')).toBe('Já existe uma execução em andamento.');
    await userEvent.click(button);
    expect(document.activeElement).toBe(button);
    expect(fake.requests.some((request) => request.includes('run-integration'))).toBe(false);
  });

  it('shows a failed job as Falha with its reason and a link to the error', async () => {
    await renderApp(worldWith(failedRow({ id: 'job-9' })), LIST);
    const acessorias = await card('Acessórias');
    expect(await acessorias.findByText('Falha')).toBeTruthy();
    expect(acessorias.getByText('Acessórias recusou a credencial.')).toBeTruthy();
    const link = acessorias.getByRole('link', { name: 'Ver erro' });
    expect(link.getAttribute('href')).toBe('/integracoes/acessorias?tenant=aurora&aba=execucoes&execucao=job-9');
  });

  it('shows a successful job as Concluído with its numbers', async () => {
    await renderApp(worldWith(jobRow()), LIST);
    const acessorias = await card('Acessórias');
    expect(await acessorias.findByText('Concluído')).toBeTruthy();
    expect(acessorias.getByText('498 registros em 8,4 s')).toBeTruthy();
    expect(acessorias.getAllByText('há 1 minuto').length).toBeGreaterThan(0);
  });

  it('counts down to the next attempt and names the provider’s limit', async () => {
    const waiting = { status: 'pending', attempts: 1, run_after: ago(-90), error_code: 'rate_limited' };
    await renderApp(worldWith(runningRow({ ...waiting, error_message: 'Limite atingido.' })), LIST);
    const acessorias = await card('Acessórias');
    expect(await acessorias.findByText('Nova tentativa em 2 min')).toBeTruthy();
    expect(acessorias.getByText(/^Limite do provedor até \d{2}:\d{2}$/)).toBeTruthy();
  });

  it('remembers how the last run ended when its job is gone by retention', async () => {
    const fake = createWorld();
    Object.assign(fake.tables.tenant_integrations?.[0] ?? {}, {
      last_status: 'error',
      last_error: 'Provedor fora do ar.',
      last_run: ago(3700),
    });
    await renderApp(fake, LIST);
    const acessorias = await card('Acessórias');
    expect(acessorias.getByText('Falha')).toBeTruthy();
    expect(acessorias.getByText('Provedor fora do ar.')).toBeTruthy();
    expect(acessorias.getByText('há 1 hora')).toBeTruthy();
  });

  it('offers no run of an integration that is switched off', async () => {
    const fake = createWorld();
    Object.assign(fake.tables.tenant_integrations?.[0] ?? {}, { is_enabled: false });
    await renderApp(fake, LIST);
    const acessorias = await card('Acessórias');
    expect(acessorias.getByText('Desativada')).toBeTruthy();
    expect(acessorias.getByRole('button', { name: 'Executar' }).getAttribute('aria-disabled')).toBe('true');
  });
});

describe('starting a run', () => {
  it('looks pending at once, then shows the row of the server', async () => {
    const fake = createWorld();
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await renderApp(fake, LIST);
    const acessorias = await card('Acessórias');
    fake.overrides.push((request, url) => {
      if (!url.pathname.endsWith('run-integration')) return undefined;
      return held.then(() => {
        fake.overrides.length = 0;
        return fake.fetch(request);
      });
    });
    await userEvent.click(acessorias.getByRole('button', { name: 'Executar' }));
    expect(acessorias.getByText('Processando...')).toBeTruthy();
    expect(acessorias.getByRole('button', { name: 'Colocando na fila…' }).getAttribute('aria-disabled')).toBe('true');
    answer();
    expect(await acessorias.findByRole('button', { name: 'Cancelar' })).toBeTruthy();
    expect(acessorias.getByText('Processando...')).toBeTruthy();
    expect(fake.tables.integration_jobs).toHaveLength(1);
  });

  it('takes the pending look back and keeps the reason when the server refuses', async () => {
    const fake = createWorld();
    fake.overrides.push((_request, url) =>
      url.pathname.endsWith('run-integration')
        ? json({ error: { code: 'too_many_requests', message: 'Too many' } }, 429)
        : undefined,
    );
    await renderApp(fake, LIST);
    const acessorias = await card('Acessórias');
    await userEvent.click(acessorias.getByRole('button', { name: 'Executar' }));
    expect((await acessorias.findByRole('alert')).textContent).toContain('Muitos pedidos em pouco tempo');
    expect(acessorias.queryByText('Processando...')).toBeNull();
    expect(acessorias.getByRole('button', { name: 'Executar' }).hasAttribute('aria-disabled')).toBe(false);
  });

  it('shows the job of a colleague who was faster', async () => {
    const fake = createWorld();
    await renderApp(fake, LIST);
    const acessorias = await card('Acessórias');
    fake.tables.integration_jobs?.push(runningRow());
    await userEvent.click(acessorias.getByRole('button', { name: 'Executar' }));
    expect(await acessorias.findByText('84 de 200 registros')).toBeTruthy();
    expect(acessorias.getByText('Já existe uma execução em andamento')).toBeTruthy();
  });
});

describe('cancelling a run', () => {
  it('states the consequence, cancels, and moves the focus to Executar', async () => {
    const fake = worldWith(runningRow());
    await renderApp(fake, LIST);
    const acessorias = await card('Acessórias');
    await userEvent.click(await acessorias.findByRole('button', { name: 'Cancelar' }));
    const dialog = within(await screen.findByRole('alertdialog', { name: 'Cancelar a execução da Acessórias' }));
    expect(dialog.getByText(/O que já foi gravado \(84 registros\) permanece/)).toBeTruthy();
    await userEvent.click(dialog.getByRole('button', { name: 'Cancelar execução' }));
    expect(await acessorias.findByText('Cancelado')).toBeTruthy();
    expect(fake.tables.integration_jobs?.[0]?.status).toBe('canceled');
    await waitFor(() => expect(document.activeElement).toBe(acessorias.getByRole('button', { name: 'Executar' })));
  });

  it('does nothing when the question is dismissed, and gives the focus back', async () => {
    const fake = worldWith(runningRow());
    await renderApp(fake, LIST);
    const button = await (await card('Acessórias')).findByRole('button', { name: 'Cancelar' });
    await userEvent.click(button);
    await screen.findByRole('alertdialog');
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(button));
    expect(fake.tables.integration_jobs?.[0]?.status).toBe('running');
  });
});

describe('list of integrations', () => {
  it('lets an auditor see everything and change nothing', async () => {
    await renderApp(worldWith(runningRow()), LIST, 'auditor');
    const acessorias = await card('Acessórias');
    expect(await acessorias.findByText('84 de 200 registros')).toBeTruthy();
    expect(acessorias.queryAllByRole('button')).toEqual([]);
    expect(acessorias.getByRole('link', { name: 'Acessórias' })).toBeTruthy();
  });

  it('filters by the address, counts, and leads out of an empty filter', async () => {
    await renderApp(worldWith(failedRow()), `${LIST}&filtro=andamento`);
    expect(await screen.findByText('Nenhuma integração neste filtro')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Com falha 1' })).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Limpar filtros' }));
    expect(screen.getAllByRole('article')).toHaveLength(2);
  });

  it('says what failed and tries again', async () => {
    const fake = createWorld();
    fake.overrides.push((_request, url) =>
      url.pathname === '/rest/v1/tenant_integrations' ? json({ message: 'broken' }, 500) : undefined,
    );
    await renderApp(fake, LIST);
    expect(await screen.findByText('Não foi possível carregar as integrações')).toBeTruthy();
    fake.overrides.length = 0;
    await userEvent.click(screen.getByRole('button', { name: 'Tentar novamente' }));
    expect(await screen.findAllByRole('article')).toHaveLength(2);
  });

  it('skips a row that it cannot read instead of breaking', async () => {
    await renderApp(worldWith(runningRow({ status: 'paused' }), runningRow({ id: 'job-2' })), LIST);
    expect(await (await card('Acessórias')).findByText('84 de 200 registros')).toBeTruthy();
  });
});
