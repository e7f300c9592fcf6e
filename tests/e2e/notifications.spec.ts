import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listPath } from './support/browse.ts';
import { createGroup, createVisitor } from './support/groups.ts';
import { expect, test } from './support/journey.ts';
import { look, overflowOf, violationsOn } from './support/looks.ts';

const notificationsPath = (slug: string) => `/notificacoes?tenant=${slug}`;

test('a failed run rings the bell at once, and its notification leads to the remedy', async ({ world, open }) => {
  const group = await createGroup(world);
  await world.sql`select private.write_credential(${group.id}, 'acessorias', 'token-que-ninguem-conhece')`;
  const page = await open(await createVisitor(world, 'admin', group), listPath(group.slug));
  await expect(page.getByRole('button', { name: 'Notificações, nenhuma não lida' })).toBeVisible();
  await page.getByRole('button', { name: 'Executar' }).click();
  await expect(page.getByRole('article').getByText('Falha', { exact: true })).toBeVisible();
  const failedAt = performance.now();
  await expect(page.getByRole('button', { name: 'Notificações, 1 não lida' })).toBeVisible();
  console.log(`From "Falha" on the card to the bell: ${Math.round(performance.now() - failedAt)} ms`);

  await page.getByRole('button', { name: 'Notificações, 1 não lida' }).press('Enter');
  const panel = page.getByRole('dialog', { name: 'Notificações' });
  for (const theme of ['light', 'dark'] as const) {
    for (const width of [320, 768, 1440]) {
      await look(page, { theme, width });
      expect(await violationsOn(page), `${theme}, ${width} px`).toEqual([]);
      expect(await overflowOf(page), `sideways scroll at ${width} px`).toBe(0);
    }
  }
  await panel.getByRole('link', { name: /^Corrigir credencial/ }).click();
  await expect(page.getByLabel('Nova credencial da Acessórias')).toBeFocused();
  await expect(page.getByRole('button', { name: 'Notificações, nenhuma não lida' })).toBeVisible();
});

test('Esc closes the list and gives the bell the focus back', async ({ world, open }) => {
  const group = await createGroup(world);
  const page = await open(await createVisitor(world, 'auditor', group), listPath(group.slug));
  const bell = page.getByRole('button', { name: /^Notificações/ });
  await bell.press('Enter');
  await expect(page.getByText('Nenhuma notificação')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(bell).toBeFocused();
});

test('a person chooses, tests each channel through its real way, and sees a webhook answer', async ({
  world,
  open,
}) => {
  const receiver = createServer((_request, response) => response.writeHead(418).end('sou um bule'));
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  try {
    const group = await createGroup(world);
    const visitor = await createVisitor(world, 'admin', group);
    const page = await open(visitor, notificationsPath(group.slug));
    const box = page.getByRole('checkbox', { name: 'Continua falhando: E-mail' });
    await box.uncheck();
    await expect(page.getByRole('status').first()).toHaveText('Preferências salvas');

    await page.getByRole('button', { name: 'Testar no app' }).click();
    await expect(page.getByRole('button', { name: 'Notificações, 1 não lida' })).toBeVisible();
    await page.getByRole('button', { name: 'Testar e-mail' }).click();
    await expect(page.getByText('Entregue')).toBeVisible();
    const mails = await (await fetch(`${world.apiUrl}/mail`)).text();
    expect(mails).toContain(`Para ${visitor.email},`);

    await page.getByLabel('Endereço do webhook').fill(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/x`);
    await page.getByRole('button', { name: 'Adicionar webhook' }).click();
    await expect(page.getByLabel('Chave de assinatura')).toBeFocused();
    await expect(page.getByLabel('Chave de assinatura')).toHaveValue(/^whsec_/);
    await page.getByRole('button', { name: 'Já guardei' }).click();
    await page.getByRole('button', { name: 'Testar o webhook de 127.0.0.1' }).click();
    await expect(page.getByText(/HTTP 418: sou um bule/)).toBeVisible();

    for (const theme of ['light', 'dark'] as const) {
      for (const width of [320, 768, 1440]) {
        await look(page, { theme, width });
        expect(await violationsOn(page), `${theme}, ${width} px`).toEqual([]);
        expect(await overflowOf(page), `sideways scroll at ${width} px`).toBe(0);
      }
    }
    await page.getByRole('button', { name: 'Remover o webhook de 127.0.0.1' }).click();
    await page.getByRole('button', { name: 'Remover', exact: true }).click();
    await expect(page.getByText('Nenhum webhook ainda.')).toBeVisible();
    await expect(box).not.toBeChecked();
  } finally {
    receiver.closeAllConnections();
    receiver.close();
  }
});

test('a run that ends well after failures tells so, to whom the failure was told', async ({ world, open }) => {
  const group = await createGroup(world);
  await world.sql`select private.write_credential(${group.id}, 'acessorias', 'token-que-ninguem-conhece')`;
  const page = await open(await createVisitor(world, 'auditor', group), listPath(group.slug));
  await world.sql`insert into public.integration_jobs (tenant_id, provider_slug) values (${group.id}, 'acessorias')`;
  await expect(page.getByRole('button', { name: 'Notificações, 1 não lida' })).toBeVisible();
  await world.sql`select private.write_credential(${group.id}, 'acessorias', ${group.tokens.acessorias ?? ''})`;
  await world.sql`insert into public.integration_jobs (tenant_id, provider_slug) values (${group.id}, 'acessorias')`;
  await expect(page.getByRole('article').getByText('Concluído')).toBeVisible();
  await page.getByRole('button', { name: /^Notificações/ }).click();
  await expect(page.getByText('Acessórias voltou a funcionar', { exact: true })).toBeVisible();
});
