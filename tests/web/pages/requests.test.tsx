import { act, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
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
