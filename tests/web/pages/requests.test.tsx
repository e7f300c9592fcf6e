import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { jobStoreOf } from '../../../src/lib/live/job-store.ts';
import { json } from '../support/fake-supabase.ts';
import { renderApp } from '../support/render-app.tsx';
import { AURORA, ago, createWorld, failedRow, integration, jobRow, runningRow } from '../support/world.ts';

const COUNT = 30;

/** Aurora with thirty integrations: the first runs, half of the others failed. */
function bigWorld() {
  const fake = createWorld();
  const slugs = Array.from({ length: COUNT }, (_, index) => `provider-${index}`);
  fake.tables.integration_providers = slugs.map((slug) => ({
    slug,
    name: slug,
    category: 'Fiscal',
    description: '',
    default_base_url: null,
    config_schema: {},
  }));
  fake.tables.tenant_integrations = slugs.map((slug) => integration(`integration-${slug}`, AURORA, slug));
  fake.tables.integration_jobs = slugs.map((slug, index) => {
    const row = index === 0 ? runningRow() : index % 2 === 0 ? failedRow() : jobRow();
    return { ...row, id: `job-${slug}`, provider_slug: slug };
  });
  return fake;
}

const asksFor = (requests: readonly string[], what: string) => requests.filter((request) => request.includes(what));

it('a list of thirty integrations asks once for all newest jobs and once for where they go on, also after each end', async () => {
  const fake = bigWorld();
  await renderApp(fake, '/integracoes?tenant=aurora');
  await screen.findByText('Ao vivo');
  await waitFor(() => expect(screen.getAllByRole('article')).toHaveLength(COUNT));
  await waitFor(() => expect(asksFor(fake.requests, 'integration_resume_points')).toHaveLength(1));
  // Twice in StrictMode, whose first mount is taken back.
  expect(asksFor(fake.requests, 'newest_integration_jobs').length).toBeLessThanOrEqual(2);

  const before = fake.requests.length;
  const [job] = fake.tables.integration_jobs ?? [];
  if (job === undefined) throw new Error('Cannot end the job: there is none');
  const failure = { status: 'error', error_code: 'provider_error', error_message: 'Falhou', finished_at: ago(0) };
  act(() => fake.change('integration_jobs', job, failure));
  await waitFor(() => expect(asksFor(fake.requests.slice(before), 'integration_resume_points')).toHaveLength(1));
  await waitFor(() => expect(asksFor(fake.requests.slice(before), 'newest_integration_jobs')).toHaveLength(1));
  await waitFor(() => expect(asksFor(fake.requests.slice(before), 'integration_freshness')).toHaveLength(1));
  expect(fake.requests.slice(before)).toHaveLength(4);
});

it('says that the runs under way could not be read, and tries again at a click', async () => {
  const fake = createWorld();
  let isBroken = true;
  fake.overrides.unshift((request, url) =>
    isBroken && request.method === 'GET' && url.pathname === '/rest/v1/integration_jobs'
      ? json({ code: 'XX000', message: 'broken' }, 500)
      : undefined,
  );
  await renderApp(fake, '/integracoes?tenant=aurora');
  expect(await screen.findByText('Não foi possível ler as execuções em andamento')).toBeTruthy();
  isBroken = false;
  await userEvent.click(screen.getByRole('button', { name: 'Tentar novamente' }));
  await waitFor(() => expect(screen.queryByText('Não foi possível ler as execuções em andamento')).toBeNull());
});

it('asks for jobs without naming the groups when they are many, and page by page when many run', async () => {
  const fake = createWorld();
  const ids = Array.from({ length: 420 }, (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, '1')}`);
  const [user] = fake.users;
  fake.tables.tenants?.push(...ids.map((id) => ({ id, name: id, slug: id, time_zone: 'America/Sao_Paulo' })));
  fake.tables.tenant_members?.push(...ids.map((id) => ({ tenant_id: id, user_id: user?.id, role: 'admin' })));
  fake.tables.integration_jobs = Array.from({ length: 1200 }, (_, index) =>
    runningRow({ id: `job-${index}`, tenant_id: ids[index % 420], provider_slug: `p-${index}` }),
  );
  const { queryClient } = await renderApp(fake, '/integracoes?tenant=aurora');
  await waitFor(() => expect(jobStoreOf(queryClient).snapshot().size).toBe(1200));
  const reads = asksFor(fake.requests, '/rest/v1/integration_jobs?');
  expect(Math.max(...reads.map((read) => read.length))).toBeLessThan(4000);
});
