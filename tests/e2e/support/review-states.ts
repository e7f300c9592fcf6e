import { expect } from '@playwright/test';
import { addContacts, reviewPath } from './contacts.ts';
import { type PageState, prepare } from './stage.ts';

/** The page of contacts that wait for a decision. */
export const REVIEW_STATES: readonly PageState[] = [
  {
    name: 'review',
    async show({ world, open }) {
      const { group, visitor } = await prepare(world, 'admin', []);
      await addContacts(world, group);
      const page = await open(visitor, reviewPath(group.slug));
      await expect(page.getByRole('list', { name: /^Empresas sugeridas/ })).toHaveCount(4);
      await page.getByRole('button', { name: 'Tornax não é cliente' }).click();
      await expect(page.getByRole('button', { name: /^Desfazer/ })).toBeVisible();
      await page.getByRole('checkbox').first().check();
      await page.getByRole('button', { name: /^Outra empresa para Padaria/ }).click();
      await page.getByRole('searchbox').last().fill('cooperativa');
      await expect(page.getByRole('list', { name: 'Empresas encontradas' })).toBeVisible();
      return page;
    },
  },
  {
    name: 'review-auditor',
    async show({ world, open }) {
      const { group, visitor } = await prepare(world, 'auditor', []);
      await addContacts(world, group);
      const page = await open(visitor, reviewPath(group.slug));
      await expect(page.getByRole('list', { name: /^Empresas sugeridas/ })).toHaveCount(4);
      return page;
    },
  },
  {
    name: 'review-decided',
    async show({ world, open }) {
      const { group, visitor } = await prepare(world, 'admin', []);
      await addContacts(world, group);
      const page = await open(visitor, reviewPath(group.slug));
      await page
        .getByRole('button', { name: /^É esta/ })
        .first()
        .click();
      await expect(page.getByRole('list', { name: /^Empresas sugeridas/ })).toHaveCount(3);
      await page.getByRole('button', { name: 'Decididos' }).click();
      await expect(page.getByText(/^É de /)).toBeVisible();
      return page;
    },
  },
  {
    name: 'review-empty',
    async show({ world, open }) {
      const { group, visitor } = await prepare(world, 'admin', []);
      const page = await open(visitor, reviewPath(group.slug));
      await expect(page.getByText('Nenhum contato espera por uma decisão')).toBeVisible();
      return page;
    },
  },
];
