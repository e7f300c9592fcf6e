import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { json } from '../support/fake-supabase.ts';
import { renderApp } from '../support/render-app.tsx';
import { capturedFiles } from '../support/saved-files.ts';
import { changeRow, createWorld, failedRow, jobRow } from '../support/world.ts';

const PANEL = '/integracoes/acessorias?tenant=aurora&aba=execucoes&execucao=job-1';
const RESULT = { processed: 500, created: 1, updated: 1, unchanged: 497, problems: 1, skipped: 0, removed: 2 };

const CHANGES = [
  changeRow(),
  changeRow({
    id: 2,
    kind: 'updated',
    label: 'Mercado 100% Bom',
    fields: [
      { field: 'monthly_fee', before: 950, after: 1100.5 },
      { field: 'is_active', before: true, after: false },
      { field: 'customer_since', before: null, after: '2026-11-02' },
    ],
  }),
  changeRow({ id: 3, kind: 'gone', label: 'Oficina Silva' }),
  changeRow({ id: 4, kind: 'problem', label: 'ID 77', reason: 'O CNPJ tem dígitos verificadores errados.' }),
  changeRow({ id: 5, job_id: 'job-9', label: 'De outra execução' }),
];

function worldWith(rows: Record<string, unknown>[] = CHANGES, job = jobRow({ result: RESULT })) {
  const fake = createWorld();
  fake.tables.integration_jobs?.push(job);
  fake.tables.integration_changes?.push(...rows);
  return fake;
}

const panel = async () => within(await screen.findByRole('dialog', { name: /^Execução de/ }));
const entries = async () =>
  within(await screen.findByRole('list', { name: /alterados por esta/ })).getAllByRole('listitem');
const names = async () => (await entries()).map((entry) => entry.querySelector('p')?.textContent);

describe('what a run changed', () => {
  it('is listed record by record, with the fields before and after', async () => {
    await renderApp(worldWith(), PANEL, 'auditor');
    expect(await names()).toEqual(['Padaria do João Ltda', 'Mercado 100% Bom', 'Oficina Silva', 'ID 77']);
    const [, updated, , problem] = await entries();
    const words = (updated?.textContent ?? '').replaceAll('\u00a0', ' ');
    expect(words).toContain('Honorário mensal: de R$ 950,00 para R$ 1.100,50');
    expect(words).toContain('Ativa: de sim para não');
    expect(words).toContain('Cliente desde: de vazio para 02/11/2026');
    expect(problem?.textContent).toContain('O CNPJ tem dígitos verificadores errados.');
  });

  it('is reached from each counter, which takes the focus there', async () => {
    const { place } = await renderApp(worldWith(), PANEL);
    await userEvent.click((await panel()).getByRole('link', { name: 'Removidos: 2, ver registros' }));
    expect(place.path).toBe(`${PANEL}&mudanca=gone`);
    await waitFor(async () => expect(await names()).toEqual(['Oficina Silva']));
    expect(document.activeElement).toBe((await panel()).getByRole('region', { name: 'O que mudou' }));
    expect((await panel()).queryByRole('link', { name: /^Sem alteração/ })).toBeNull();
    await userEvent.click((await panel()).getByRole('button', { name: 'Tudo' }));
    expect(place.path).toBe(PANEL);
  });

  it('is searched on the server, whatever signs the text has', async () => {
    await renderApp(worldWith(), PANEL);
    const field = (await panel()).getByRole('searchbox', { name: 'Procurar por nome' });
    await userEvent.type(field, '100%');
    await waitFor(async () => expect(await names()).toEqual(['Mercado 100% Bom']));
    await userEvent.clear(field);
    await userEvent.type(field, '1_0');
    expect(await screen.findByText('Nenhum registro com este filtro.')).toBeTruthy();
    await userEvent.clear(field);
    await userEvent.type(field, 'verificadores');
    await waitFor(async () => expect(await names()).toEqual(['ID 77']));
  });

  it('comes in pages of 50', async () => {
    const rows = Array.from({ length: 60 }, (_, index) => changeRow({ id: index + 1, label: `Empresa ${index}` }));
    await renderApp(worldWith(rows), PANEL);
    expect(await entries()).toHaveLength(50);
    await userEvent.click((await panel()).getByRole('button', { name: 'Carregar mais registros' }));
    await waitFor(async () => expect(await entries()).toHaveLength(60));
    expect((await panel()).queryByRole('button', { name: 'Carregar mais registros' })).toBeNull();
  });

  it('says that a number without a link is only a count, where there is one', async () => {
    const text = 'Números sem link são só contagens: de cada execução guardamos a lista do que mudou.';
    await renderApp(worldWith([], jobRow({ result: { processed: 3, unchanged: 3 } })), PANEL);
    expect((await panel()).getByText(text)).toBeTruthy();
    cleanup();
    await renderApp(worldWith([], jobRow({ result: { processed: 3, created: 3, unchanged: 0 } })), PANEL);
    expect((await panel()).getByRole('link', { name: 'Criados: 3, ver registros' })).toBeTruthy();
    expect((await panel()).queryByText(text)).toBeNull();
  });

  it('can be taken along as a file, by the filter, a line for each field', async () => {
    const saved = capturedFiles();
    await renderApp(worldWith(), `${PANEL}&mudanca=updated`);
    await names();
    await userEvent.click((await panel()).getByRole('button', { name: 'Exportar CSV' }));
    expect(await screen.findByText('1 registro no arquivo acessorias-mudancas-job-1.csv.')).toBeTruthy();
    const lines = ((await saved[0]?.text) ?? '').replaceAll('\u00a0', ' ').trim().split('\r\n');
    expect(lines).toEqual([
      'O que aconteceu;Tipo de registro;Registro;Campo;Antes;Depois;Motivo',
      'Atualizado;Empresa;Mercado 100% Bom;Honorário mensal;R$ 950,00;R$ 1.100,50;',
      'Atualizado;Empresa;Mercado 100% Bom;Ativa;sim;não;',
      'Atualizado;Empresa;Mercado 100% Bom;Cliente desde;vazio;02/11/2026;',
    ]);
  });

  it('is there for a run that failed on the way, and asks for nothing when nothing changed', async () => {
    await renderApp(worldWith(CHANGES, failedRow()), PANEL);
    expect(await names()).toHaveLength(4);
    const fake = worldWith([], jobRow({ result: { processed: 500, created: 0, updated: 0, unchanged: 500 } }));
    await renderApp(fake, PANEL);
    expect((await screen.findAllByText('Sem alteração')).length).toBeGreaterThan(0);
    expect(fake.requests.filter((request) => request.includes('search_integration_changes'))).toEqual([]);
  });

  it('says when it is no longer kept, and what failed', async () => {
    const fake = worldWith([]);
    fake.overrides.push((_request, url) =>
      url.pathname.endsWith('/search_integration_changes') ? json({ message: 'broken' }, 500) : undefined,
    );
    await renderApp(fake, PANEL);
    expect(await screen.findByText('Não foi possível carregar o que mudou')).toBeTruthy();
    fake.overrides.length = 0;
    await userEvent.click((await panel()).getByRole('button', { name: 'Tentar novamente' }));
    expect(await screen.findByText(/^A lista não está mais guardada/)).toBeTruthy();
  });
});
