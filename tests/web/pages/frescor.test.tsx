import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { json } from '../support/fake-supabase.ts';
import { renderApp } from '../support/render-app.tsx';
import { AURORA, ago, createWorld, failedRow, integration, jobRow } from '../support/world.ts';

const LIST = '/integracoes?tenant=aurora';

async function card(name: string) {
  return within(await screen.findByRole('article', { name }));
}

describe('freshness of an integration', () => {
  it('says when its data were last complete, also after a failure, and how its last runs went', async () => {
    const fake = createWorld();
    const old = Array.from({ length: 15 }, (_, n) =>
      jobRow({ id: `job-${n}`, created_at: ago(7200 + n * 3600), finished_at: ago(7190 + n * 3600) }),
    );
    fake.tables.integration_jobs?.push(failedRow({ id: 'job-99', created_at: ago(600) }), ...old);
    await renderApp(fake, LIST);
    const acessorias = await card('Acessórias');
    expect(await acessorias.findByText('há 1 hora')).toBeTruthy();
    expect(
      acessorias.getByRole('img', {
        name: '14 últimas execuções, da mais antiga para a mais nova: Concluído 13, Falha 1',
      }),
    ).toBeTruthy();
  });

  it('says the age once where the last run ended well', async () => {
    const fake = createWorld();
    fake.tables.integration_jobs?.push(jobRow({ created_at: ago(3700), finished_at: ago(3690) }));
    await renderApp(fake, LIST);
    const acessorias = await card('Acessórias');
    expect(await acessorias.findByRole('img', { name: /^Última execução/ })).toBeTruthy();
    expect(acessorias.getByText(/^Dados atualizados/).textContent).toBe('Dados atualizados há 1 hora');
    expect(acessorias.getAllByText('há 1 hora')).toHaveLength(1);
  });

  it('counts what waits for review only where contacts came, whatever another card has asked for', async () => {
    const fake = createWorld();
    fake.tables.integration_jobs?.push(
      jobRow({ id: 'job-1', result: { processed: 3, created: 3 } }),
      jobRow({ id: 'job-2', provider_slug: 'onecode', result: { processed: 3, created: 3, review: 2 } }),
    );
    fake.overrides.push((_request, url) =>
      url.pathname.endsWith('/rpc/contacts_to_review') ? json([{ id: 'a' }, { id: 'b' }]) : undefined,
    );
    await renderApp(fake, LIST);
    expect(await (await card('OneCode')).findByRole('link', { name: /para revisar/ })).toBeTruthy();
    expect((await card('Acessórias')).queryByRole('link', { name: /para revisar/ })).toBeNull();
  });

  it('says that there are no data yet after nothing but failures', async () => {
    const fake = createWorld();
    fake.tables.integration_jobs?.push(failedRow());
    await renderApp(fake, LIST);
    expect(await (await card('Acessórias')).findByText('Ainda sem dados')).toBeTruthy();
  });

  it.each([
    ['secondary after a success', jobRow(), false],
    ['the main one after a failure that another run ends', failedRow({ error_code: 'provider_timeout' }), true],
    ['secondary where a credential is to be mended first', failedRow(), false],
  ])('has a run button that is %s', async (_case, job, isMain) => {
    const fake = createWorld();
    const [row] = fake.tables.tenant_integrations ?? [];
    Object.assign(row ?? {}, { credentials_updated_at: ago(9000), created_at: ago(9000), last_run: ago(60) });
    fake.tables.integration_jobs?.push(job);
    await renderApp(fake, LIST);
    const button = (await card('Acessórias')).getByRole('button', { name: 'Executar' });
    expect(button.className.includes('bg-accent ')).toBe(isMain);
  });
});

describe('a list of many integrations', () => {
  function bigWorld() {
    const fake = createWorld();
    const slugs = Array.from({ length: 30 }, (_, n) => `provider-${String(n).padStart(2, '0')}`);
    fake.tables.integration_providers = slugs.map((slug, n) => ({
      slug,
      name: n === 17 ? 'São Luís Fiscal' : slug,
      category: n < 3 ? 'Contábil' : 'Fiscal',
      description: '',
      default_base_url: null,
      config_schema: {},
    }));
    fake.tables.tenant_integrations = slugs.map((slug) => integration(`i-${slug}`, AURORA, slug));
    fake.tables.integration_jobs = slugs.map((slug, n) => ({
      ...(n % 10 === 9 ? failedRow() : jobRow()),
      id: `job-${slug}`,
      provider_slug: slug,
    }));
    return fake;
  }
  const names = () => screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent);

  it('is searched by name and category, whatever the accents', async () => {
    const { place } = await renderApp(bigWorld(), LIST);
    const search = await screen.findByLabelText('Buscar integração');
    await userEvent.click(search);
    await userEvent.paste('sao luis');
    await waitFor(() => expect(names()).toEqual(['São Luís Fiscal']));
    expect(place.path).toBe(`${LIST}&busca=sao+luis`);
    await userEvent.clear(search);
    await userEvent.paste('contabil');
    await waitFor(() => expect(names()).toHaveLength(3));
  });

  it('shows those with a problem first', async () => {
    const { place } = await renderApp(bigWorld(), LIST);
    await userEvent.click(await screen.findByLabelText('Com problema primeiro'));
    expect(names().slice(0, 4)).toEqual(['provider-09', 'provider-19', 'provider-29', 'provider-00']);
    expect(place.path).toBe(`${LIST}&ordem=problemas`);
  });

  it('has neither while it fits on a screen', async () => {
    await renderApp(createWorld(), LIST);
    await card('Acessórias');
    expect(screen.queryByLabelText('Buscar integração')).toBeNull();
  });
});
