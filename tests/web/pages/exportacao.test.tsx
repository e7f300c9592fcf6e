import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { type JobSearch, searchJobs } from '../support/fake-search.ts';
import { json } from '../support/fake-supabase.ts';
import { renderApp } from '../support/render-app.tsx';
import { capturedFiles, type SavedFile } from '../support/saved-files.ts';
import { ago, createWorld, failedRow, jobRow } from '../support/world.ts';

const TAB = '/integracoes/acessorias?tenant=aurora&aba=execucoes';

let saved: SavedFile[];

beforeEach(() => {
  saved = capturedFiles();
});

function worldWithMany(count: number) {
  const fake = createWorld();
  const rows = Array.from({ length: count }, (_, index) =>
    jobRow({ id: `job-${String(index).padStart(5, '0')}`, created_at: ago(3600), updated_at: ago(3600) }),
  );
  fake.tables.integration_jobs?.push(...rows);
  return fake;
}

/** What a page of the export is asked for; null for every other request. */
async function exportSearch(request: Request): Promise<JobSearch | null> {
  if (!request.url.includes('/rpc/search_integration_jobs')) return null;
  const search = (await request.json()) as JobSearch;
  return search.p_limit === 1000 ? search : null;
}
const isSecondPage = async (request: Request) => (await exportSearch(request))?.p_after_id !== undefined;

async function startExport() {
  await userEvent.click(await screen.findByRole('button', { name: 'Exportar CSV' }));
}

describe('export of executions', () => {
  it('gives an auditor all executions of the filter, page after page, none twice', async () => {
    const fake = worldWithMany(2300);
    fake.tables.integration_jobs?.push(failedRow({ id: 'job-failed', error_message: '=1+1' }));
    await renderApp(fake, `${TAB}&status=success`, 'auditor');
    await startExport();
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Sao_Paulo' }).format(Date.now());
    const name = `aurora-acessorias-execucoes-concluido-${day}.csv`;
    expect(await screen.findByText(`2.300 execuções no arquivo ${name}.`)).toBeTruthy();
    expect(saved.map((file) => file.name)).toEqual([name]);
    const text = (await saved[0]?.text) ?? '';
    expect(text.startsWith('\uFEFFExecução;Grupo;Integração;Status;Iniciada por;')).toBe(true);
    const ids = text
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.split(';')[0]);
    expect(ids).toHaveLength(2300);
    expect(new Set(ids).size).toBe(2300);
    expect(ids).not.toContain('job-failed');
    expect(text).toContain('admin@aurora.test');
  });

  it('goes on when the server gives fewer rows than asked for', async () => {
    const fake = worldWithMany(25);
    fake.overrides.push(async (request) => {
      const search = await exportSearch(request);
      return search === null ? undefined : json(searchJobs(fake.tables.integration_jobs ?? [], search).slice(0, 10));
    });
    await renderApp(fake, TAB);
    await startExport();
    expect(await screen.findByText(/^25 execuções no arquivo/)).toBeTruthy();
  });

  it('shows how far it is, and saves nothing when it is cancelled', async () => {
    const fake = worldWithMany(1500);
    const held = Promise.withResolvers<Response>();
    fake.overrides.push(async (request) => ((await isSecondPage(request)) ? held.promise : undefined));
    await renderApp(fake, TAB);
    await startExport();
    const bar = await screen.findByRole('progressbar', { name: 'Exportação das execuções' });
    await waitFor(() => expect(bar.getAttribute('aria-valuetext')).toBe('1.000 execuções até agora'));
    expect(screen.getByRole('button', { name: 'Exportando…' }).getAttribute('aria-disabled')).toBe('true');
    await userEvent.click(screen.getByRole('button', { name: 'Cancelar exportação' }));
    expect(await screen.findByText('Exportação cancelada. Nenhum arquivo foi salvo.')).toBeTruthy();
    held.resolve(json([]));
    expect(await screen.findByRole('button', { name: 'Exportar CSV' })).toBeTruthy();
    expect(saved).toEqual([]);
  });

  it('says what failed, saves no half file, and tries again', async () => {
    const fake = worldWithMany(1500);
    fake.overrides.push(async (request) =>
      (await isSecondPage(request)) ? json({ message: 'broken' }, 500) : undefined,
    );
    await renderApp(fake, TAB);
    await startExport();
    expect((await screen.findByRole('alert')).textContent).toContain('Não foi possível exportar as execuções');
    expect(saved).toEqual([]);
    fake.overrides.length = 0;
    await userEvent.click(screen.getByRole('button', { name: 'Tentar novamente' }));
    expect(await screen.findByText(/^1.500 execuções no arquivo/)).toBeTruthy();
    expect(saved).toHaveLength(1);
  });

  it('says so when there is nothing to export', async () => {
    await renderApp(createWorld(), TAB);
    await startExport();
    expect(await screen.findByText('Nenhuma execução para exportar com este filtro.')).toBeTruthy();
    expect(saved).toEqual([]);
  });
});
