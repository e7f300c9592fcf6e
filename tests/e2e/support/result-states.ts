import { expect, type Page } from '@playwright/test';
import { detailPath, listPath } from './browse.ts';
import { addJob, type JobSeed } from './jobs.ts';
import { type PageState, prepare, type Stage } from './stage.ts';
import type { World } from './world.ts';

/** States that show what an execution did with the records. */

const COUNTS = { processed: 511, created: 31, updated: 2, unchanged: 474, problems: 1, skipped: 3, removed: 4 };
const MASS_REMOVAL = { code: 'mass_removal', missing: 133, stored: 511, limit: 0.2 };

interface ChangeSeed {
  kind: 'created' | 'updated' | 'gone' | 'returned' | 'problem';
  label: string;
  fields?: { field: string; before: string | number | boolean | null; after: string | number | boolean | null }[];
  reason?: string;
}

const CHANGES: ChangeSeed[] = [
  {
    kind: 'created',
    label: 'COMPANHIA BRASILEIRA DE DISTRIBUICAO E LOGISTICA DO NORDESTE E DO VALE DO SAO FRANCISCO S.A.',
  },
  {
    kind: 'updated',
    label: 'PADARIA TRES IRMAOS LTDA',
    fields: [
      { field: 'document', before: '12345678000195', after: '12ABC34501DE35' },
      { field: 'monthly_fee', before: 950, after: 1100.5 },
      { field: 'tax_regime', before: 'Simples Nacional', after: 'Lucro Presumido' },
      { field: 'customer_until', before: null, after: '2026-10-31' },
    ],
  },
  { kind: 'gone', label: 'OFICINA SILVA' },
  { kind: 'returned', label: 'MERCADO BOM PRECO', fields: [{ field: 'is_active', before: false, after: true }] },
  {
    kind: 'problem',
    label: 'ID 4417, BAR DO ZE',
    reason: 'O CNPJ 12.345.678/0001-90 tem dígitos verificadores errados.',
  },
];

async function addChanges(world: World, tenantId: string, jobId: string): Promise<void> {
  for (const { kind, label, fields = [], reason = null } of CHANGES) {
    await world.sql`
      insert into public.integration_changes (tenant_id, job_id, provider_slug, entity, record_id, label, kind, fields, reason)
      values (
        ${tenantId}, ${jobId}, 'acessorias', 'companies', ${kind === 'problem' ? null : jobId}, ${label}, ${kind},
        ${world.sql.json(fields)}, ${reason}
      )`;
  }
}

async function showPanel({ world, open }: Stage, role: 'admin' | 'auditor', result: JobSeed['result']): Promise<Page> {
  const { group, visitor } = await prepare(world, role, []);
  const id = await addJob(world, group, { status: 'success', result, createdBy: visitor.userId });
  await addChanges(world, group.id, id);
  await addMissing(world, group.id, id);
  const page = await open(visitor, detailPath(group.slug, `&aba=execucoes&execucao=${id}`));
  await expect(page.getByRole('dialog').getByText('Tentativa 1: concluída')).toBeVisible();
  return page;
}

/** Records that wait for the word of an admin. */
async function addMissing(world: World, tenantId: string, jobId: string): Promise<void> {
  await world.sql`
    insert into private.pending_removals (tenant_id, provider_slug, job_id, record_ids)
    values (${tenantId}, 'acessorias', ${jobId}, ${[jobId]})`;
}

export const RESULT_STATES: readonly PageState[] = [
  { name: 'detail-panel-success', show: (stage) => showPanel(stage, 'auditor', COUNTS) },
  {
    name: 'detail-panel-changes',
    async show(stage) {
      const page = await showPanel(stage, 'auditor', COUNTS);
      const entries = page.getByRole('list', { name: /alterados por esta/ }).getByRole('listitem');
      await expect(entries).toHaveCount(CHANGES.length);
      await entries.nth(3).scrollIntoViewIfNeeded();
      return page;
    },
  },
  {
    name: 'detail-panel-missing',
    async show(stage) {
      const page = await showPanel(stage, 'admin', { ...COUNTS, removed: 0, warnings: [MASS_REMOVAL] });
      await expect(page.getByRole('button', { name: 'Marcar como removidos…' })).toBeVisible();
      return page;
    },
  },
  {
    name: 'detail-panel-missing-question',
    async show(stage) {
      const page = await showPanel(stage, 'admin', { ...COUNTS, removed: 0, warnings: [MASS_REMOVAL] });
      await page.getByRole('button', { name: 'Marcar como removidos…' }).click();
      await expect(page.getByRole('alertdialog')).toBeVisible();
      return page;
    },
  },
  {
    name: 'detail-panel-resume',
    async show({ world, open }) {
      const { group, visitor } = await prepare(world, 'admin', []);
      const id = await addJob(world, group, {
        status: 'error',
        attempts: 3,
        processed: 340,
        createdBy: visitor.userId,
      });
      await world.sql`
        insert into private.resume_points
          (tenant_id, provider_slug, job_id, payload, read_began_at, cursor, cursor_at, counters, problems, total)
        values (${group.id}, 'acessorias', ${id}, '{}', now(), '{"page": 18}', now(), '{"processed": 340}', '[]', 511)
        on conflict (tenant_id, provider_slug) do update set job_id = excluded.job_id`;
      const page = await open(visitor, detailPath(group.slug, `&aba=execucoes&execucao=${id}`));
      await expect(page.getByRole('button', { name: 'Começar do início' })).toBeVisible();
      return page;
    },
  },
  {
    name: 'list-missing',
    async show({ world, open }) {
      const { group, visitor } = await prepare(world, 'admin', []);
      const result = { ...COUNTS, removed: 0, warnings: [MASS_REMOVAL] };
      const id = await addJob(world, group, { status: 'success', result, createdBy: visitor.userId });
      await addMissing(world, group.id, id);
      const page = await open(visitor, listPath(group.slug));
      await expect(page.getByRole('link', { name: '133 registros não vieram: conferir' })).toBeVisible();
      return page;
    },
  },
];
