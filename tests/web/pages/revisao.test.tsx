import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderApp } from '../support/render-app.tsx';
import { company, worldWithContacts } from '../support/review.ts';
import { jobRow } from '../support/world.ts';

const PAGE = '/revisao?tenant=aurora';
const COMPANIES = [
  company('e-1', 'PADARIA ESTRELA LTDA', '11222333000181'),
  company('e-2', 'PADARIA ESTRELA S.A.'),
  company('e-3', 'METALURGICA TORNAX LTDA'),
];
const world = () =>
  worldWithContacts(
    {
      'Estrela Pães': [
        { company_id: 'e-1', likeness: 0.72, reasons: ['missing_words'] },
        { company_id: 'e-3', likeness: 0.1, reasons: ['other_words'] },
      ],
      'Padaria Estrela': [
        { company_id: 'e-1', likeness: 1, reasons: ['homonym'] },
        { company_id: 'e-2', likeness: 1, reasons: ['homonym'] },
      ],
      'Zé da Tornax': [],
    },
    COMPANIES,
  );

const card = async (name: string) => within(await screen.findByRole('region', { name }));
const decisionsOf = (fake: ReturnType<typeof world>) =>
  (fake.tables.contact_decisions ?? []).map(({ contact_id, decision, company_id }) => [
    contact_id,
    decision,
    company_id,
  ]);

describe('a contact', () => {
  it('is shown with the companies that it may belong to, how alike they are and why', async () => {
    await renderApp(world(), PAGE);
    const candidates = within(
      await (await card('Padaria Estrela')).findByRole('list', { name: 'Empresas sugeridas para Padaria Estrela' }),
    );
    expect(candidates.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      expect.stringContaining('11.222.333/0001-81100% parecido · há outra empresa com o mesmo nome'),
      expect.stringContaining('PADARIA ESTRELA S.A.'),
    ]);
    expect(await (await card('Zé da Tornax')).findByText(/^Nenhuma empresa parecida/)).toBeTruthy();
    expect(await screen.findByRole('button', { name: 'Para revisar 3' })).toBeTruthy();
  });

  it('is given to a company, leaves the list, and comes back when that is undone', async () => {
    const fake = world();
    await renderApp(fake, PAGE);
    await userEvent.click(
      await screen.findByRole('button', { name: 'É esta: PADARIA ESTRELA S.A., para Padaria Estrela' }),
    );
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Padaria Estrela' })).toBeNull());
    expect(decisionsOf(fake)).toEqual([['c-2', 'company', 'e-2']]);
    expect(await screen.findByRole('button', { name: 'Para revisar 2' })).toBeTruthy();
    // The next contact has the focus: the keyboard goes on where it was.
    expect(document.activeElement?.textContent).toContain('Zé da Tornax');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Desfazer: Padaria Estrela agora é de PADARIA ESTRELA S.A.' }),
    );
    expect(await card('Padaria Estrela')).toBeTruthy();
    expect(decisionsOf(fake)).toEqual([]);
    expect(screen.queryByRole('button', { name: /^Desfazer/ })).toBeNull();
  });

  it('is no customer', async () => {
    const fake = world();
    await renderApp(fake, PAGE);
    await userEvent.click(await screen.findByRole('button', { name: 'Zé da Tornax não é cliente' }));
    await waitFor(() => expect(decisionsOf(fake)).toEqual([['c-3', 'not_a_customer', null]]));
  });

  it('is given to another company, found by name or document', async () => {
    const fake = world();
    await renderApp(fake, PAGE);
    await userEvent.click(await screen.findByRole('button', { name: 'Outra empresa para Zé da Tornax' }));
    await userEvent.type(screen.getByRole('searchbox', { name: 'Buscar empresa por nome ou CNPJ' }), '11.222.333');
    expect(await screen.findByRole('button', { name: /^PADARIA ESTRELA LTDA/ })).toBeTruthy();
    await userEvent.clear(screen.getByRole('searchbox', { name: 'Buscar empresa por nome ou CNPJ' }));
    await userEvent.type(screen.getByRole('searchbox', { name: 'Buscar empresa por nome ou CNPJ' }), 'tornax');
    await userEvent.click(await screen.findByRole('button', { name: /^METALURGICA TORNAX LTDA/ }));
    await waitFor(() => expect(decisionsOf(fake)).toEqual([['c-3', 'company', 'e-3']]));
  });

  it('stays, with the reason, when the decision was not written', async () => {
    const fake = world();
    fake.overrides.unshift((_, url) =>
      url.pathname.endsWith('decide_contacts')
        ? Response.json({ code: '42501', message: 'no' }, { status: 403 })
        : undefined,
    );
    await renderApp(fake, PAGE);
    await userEvent.click(await screen.findByRole('button', { name: 'Zé da Tornax não é cliente' }));
    expect((await screen.findByRole('alert')).textContent).toContain('A decisão não foi gravada');
    expect(await card('Zé da Tornax')).toBeTruthy();
  });
});

describe('many contacts', () => {
  it('are marked where the first suggestion is obvious, and decided at once', async () => {
    const fake = world();
    await renderApp(fake, PAGE);
    await card('Estrela Pães');
    await screen.findByRole('list', { name: 'Empresas sugeridas para Estrela Pães' });
    await userEvent.click(screen.getByRole('button', { name: 'Marcar os óbvios' }));
    expect(screen.getByText('Marcados: 1')).toBeTruthy();
    await userEvent.click(screen.getByRole('checkbox', { name: 'Marcar Padaria Estrela' }));
    await userEvent.click(screen.getByRole('button', { name: 'Associar cada um à primeira sugestão' }));
    await waitFor(() =>
      expect(decisionsOf(fake)).toEqual([
        ['c-1', 'company', 'e-1'],
        ['c-2', 'company', 'e-1'],
      ]),
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Desfazer: Decisão gravada para 2 contatos' }));
    await waitFor(() => expect(decisionsOf(fake)).toEqual([]));
  });

  it('are searched', async () => {
    await renderApp(world(), PAGE);
    await card('Estrela Pães');
    await userEvent.type(screen.getByRole('searchbox', { name: 'Buscar contato' }), 'tornax');
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Estrela Pães' })).toBeNull());
    expect(await card('Zé da Tornax')).toBeTruthy();
  });
});

describe('the keyboard', () => {
  it('moves, decides and undoes, and does nothing while somebody types', async () => {
    const fake = world();
    await renderApp(fake, PAGE);
    await screen.findByRole('list', { name: 'Empresas sugeridas para Padaria Estrela' });
    await userEvent.keyboard('jj2');
    await waitFor(() => expect(decisionsOf(fake)).toEqual([['c-2', 'company', 'e-2']]));
    await screen.findByRole('button', { name: /^Desfazer: Padaria Estrela/ });
    await userEvent.keyboard('z');
    await waitFor(() => expect(decisionsOf(fake)).toEqual([]));
    await card('Padaria Estrela');
    await userEvent.keyboard('/');
    await userEvent.keyboard('n1z');
    expect((screen.getByRole('searchbox', { name: 'Buscar contato' }) as HTMLInputElement).value).toBe('n1z');
    expect(decisionsOf(fake)).toEqual([]);
  });
});

it('what was decided is listed, with who and when, and can be taken back later', async () => {
  const fake = world();
  await renderApp(fake, PAGE);
  await userEvent.click(await screen.findByRole('button', { name: 'Zé da Tornax não é cliente' }));
  await waitFor(() => expect(decisionsOf(fake)).toHaveLength(1));
  await userEvent.click(await screen.findByRole('button', { name: 'Decididos' }));
  expect(await screen.findByText(/^Não é cliente · Operador do projeto,/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Desfazer: Zé da Tornax' }));
  expect(await screen.findByText('Ninguém decidiu sobre um contato ainda')).toBeTruthy();
});

it('an auditor reads all of it and finds nothing to decide with', async () => {
  await renderApp(world(), PAGE, 'auditor');
  await (await card('Padaria Estrela')).findByRole('list', { name: /^Empresas sugeridas/ });
  expect(screen.getByText(/^Somente administradores do grupo decidem/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: /É esta|Outra empresa|Não é cliente|não é cliente|Marcar/ })).toBeNull();
  expect(screen.queryByRole('checkbox')).toBeNull();
});

describe('the way to the page', () => {
  const result = { processed: 600, matched: 550, review: 3, ignored: 47 };

  it('is on the card, with how many wait now', async () => {
    const fake = world();
    fake.tables.integration_jobs?.push(jobRow({ result }));
    await renderApp(fake, '/integracoes?tenant=aurora');
    expect((await screen.findByRole('link', { name: '3 para revisar' })).getAttribute('href')).toBe(PAGE);
  });

  it('tells another number once a run has ended', async () => {
    const fake = world();
    const running = jobRow({ id: 'job-2', status: 'running', finished_at: null, result: null });
    fake.tables.integration_jobs?.push(running);
    await renderApp(fake, PAGE);
    await screen.findByRole('button', { name: 'Para revisar 3' });
    const waiting = fake.tables.contacts?.[0];
    if (waiting !== undefined) waiting.match_status = 'matched';
    const ended = jobRow({ id: 'job-2', result, updated_at: new Date(Date.now() + 60_000).toISOString() });
    fake.tables.integration_jobs = [ended];
    fake.realtime.push('UPDATE', ended);
    expect(await screen.findByRole('button', { name: 'Para revisar 2' })).toBeTruthy();
  });

  it('is in the result of an execution', async () => {
    const fake = world();
    fake.tables.integration_jobs?.push(jobRow({ result }));
    await renderApp(fake, '/integracoes/acessorias?tenant=aurora&aba=execucoes&execucao=job-1');
    expect((await screen.findByRole('link', { name: '3 para revisar: decidir' })).getAttribute('href')).toBe(PAGE);
  });
});

it('a run that found no company yet says that nothing need be done', async () => {
  const fake = world();
  fake.tables.integration_jobs?.push(jobRow({ result: { processed: 3, warnings: [{ code: 'no_companies_yet' }] } }));
  await renderApp(fake, '/integracoes/acessorias?tenant=aurora&aba=execucoes&execucao=job-1');
  expect(await screen.findByText('Ainda não há empresas para associar')).toBeTruthy();
});
