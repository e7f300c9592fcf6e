import { makeDue } from '../support/database/fixtures.ts';
import { listPath } from './support/browse.ts';
import { createGroup, createVisitor } from './support/groups.ts';
import { newestJob } from './support/jobs.ts';
import { expect, test } from './support/journey.ts';

/** Jobs that wait: time is moved by making them due, not by waiting. */

test('a failed attempt is tried again by itself, and the timeline tells of both', async ({ world, open }) => {
  const group = await createGroup(world, {
    sandbox: { companies: 60, faults: [{ kind: 'status', status: 503, page: 2, times: 1 }] },
  });
  const page = await open(await createVisitor(world, 'admin', group), listPath(group.slug));
  const card = page.getByRole('article', { name: 'Acessórias' });
  await card.getByRole('button', { name: 'Executar' }).click();
  await expect(card.getByText(/^Nova tentativa em \d+ s$/)).toBeVisible();
  await expect(card.getByText(/respondeu com o erro 503 \(página 2\)/)).toBeVisible();
  await expect(card.getByText('20 registros')).toBeVisible();
  await expect(card.getByRole('button', { name: 'Cancelar' })).toBeVisible();

  const { id } = await newestJob(world, group);
  await makeDue(world.sql, id);
  await expect(card.getByText('Concluído')).toBeVisible();
  await expect(card.getByText(/^60 registros em/)).toBeVisible();

  await card.getByRole('link', { name: 'Acessórias' }).click();
  await page.getByRole('tab', { name: 'Execuções' }).click();
  await page.getByRole('row').nth(1).getByRole('link', { name: 'Ver detalhes' }).click();
  const entries = page.getByRole('region', { name: 'Tentativas' }).getByRole('listitem');
  await expect(entries).toHaveText([/^Tentativa 2: concluída/, /^Tentativa 1: falha.*erro 503/, /^Entrou na fila/]);
});

test('the limit of a provider is no failure: the page says until when, and the attempt is given back', async ({
  world,
  open,
}) => {
  const group = await createGroup(world, {
    sandbox: { companies: 60, faults: [{ kind: 'status', status: 429, retryAfter: 600, page: 3, times: 1 }] },
  });
  const page = await open(await createVisitor(world, 'admin', group), listPath(group.slug));
  const card = page.getByRole('article', { name: 'Acessórias' });
  await card.getByRole('button', { name: 'Executar' }).click();
  await expect(card.getByText(/^Nova tentativa em (10|9) min$/)).toBeVisible();
  await expect(card.getByText(/^Limite do provedor até (\d{2}\/\d{2}, )?\d{2}:\d{2}$/)).toBeVisible();

  const { id } = await newestJob(world, group);
  await makeDue(world.sql, id);
  await expect(card.getByText('Concluído')).toBeVisible();
  await card.getByRole('link', { name: 'Acessórias' }).click();
  await page.getByRole('tab', { name: 'Execuções' }).click();
  await expect(page.getByRole('row').nth(1)).toContainText('1 de 3');
  await page.getByRole('row').nth(1).getByRole('link', { name: 'Ver detalhes' }).click();
  await expect(page.getByRole('region', { name: 'Tentativas' }).getByRole('listitem')).toHaveText([
    /^Tentativa 1: concluída/,
    /^Entrou na fila/,
  ]);
});
