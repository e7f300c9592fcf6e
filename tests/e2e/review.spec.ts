import { listPath } from './support/browse.ts';
import { addContacts, reviewPath } from './support/contacts.ts';
import { createGroup, createVisitor } from './support/groups.ts';
import { addJob } from './support/jobs.ts';
import { expect, test } from './support/journey.ts';

const PROVIDERS = ['acessorias', 'onecode'] as const;

test('an admin follows the number on the card, decides with mouse and keyboard, undoes, and the run after keeps it', async ({
  world,
  open,
}) => {
  const group = await createGroup(world, { providers: [...PROVIDERS] });
  await addContacts(world, group);
  await addJob(world, group, {
    status: 'success',
    provider: 'onecode',
    result: { processed: 5, matched: 1, review: 4, ignored: 0 },
  });
  const page = await open(await createVisitor(world, 'admin', group), listPath(group.slug));
  await page.getByRole('article', { name: 'OneCode' }).getByRole('link', { name: '4 para revisar' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Revisão' })).toBeVisible();

  const bakery = page.getByRole('region', { name: 'Padaria Estrela - Rose (financeiro)' });
  await expect(bakery.getByRole('listitem')).toHaveCount(2);
  await expect(bakery.getByText(/há outra empresa com o mesmo nome/)).toHaveCount(2);
  await bakery.getByRole('button', { name: /^É esta: PADARIA ESTRELA S\.A\./ }).click();
  await expect(bakery).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Para revisar 3' })).toBeVisible();
  await page.getByRole('button', { name: /^Desfazer:/ }).click();
  await expect(bakery).toBeVisible();

  // By keyboard alone: to the contact, the second suggestion, and back to the list.
  await page.getByRole('heading', { level: 1 }).click();
  const building = page.getByRole('region', { name: 'Edifício Aurora' });
  await expect(building.getByRole('listitem')).toHaveCount(2);
  await page.keyboard.press('j');
  await expect(building).toBeFocused();
  await page.keyboard.press('2');
  await expect(building).toHaveCount(0);

  const tornax = page.getByRole('region', { name: 'Tornax', exact: true });
  await tornax.getByRole('button', { name: 'Outra empresa para Tornax' }).click();
  await tornax.getByRole('searchbox').fill('clínica');
  await tornax.getByRole('button', { name: /^CLINICA SORRISO/ }).click();
  await expect(tornax).toHaveCount(0);
  await bakery.getByRole('button', { name: /não é cliente$/ }).click();
  await expect(page.getByRole('button', { name: 'Para revisar 1' })).toBeVisible();

  await addContacts(world, group);
  const rows = await world.sql`
    select c.name, c.match_status, company.legal_name as company
    from public.contacts as c left join public.companies as company on company.id = c.company_id
    where c.tenant_id = ${group.id} order by c.external_id`;
  expect(rows.slice(0, 3)).toMatchObject([
    { match_status: 'ignored', company: null },
    { match_status: 'matched', company: 'CLINICA SORRISO ODONTOLOGIA LTDA' },
    { match_status: 'matched', company: 'CONDOMINIO EDIFICIO AURORA II' },
  ]);
  await page.getByRole('button', { name: 'Decididos' }).click();
  await expect(page.getByText('É de CONDOMINIO EDIFICIO AURORA II')).toBeVisible();
});

test('an auditor reads the contacts and their candidates, and nothing decides', async ({ world, open }) => {
  const group = await createGroup(world, { providers: [...PROVIDERS] });
  await addContacts(world, group);
  const page = await open(await createVisitor(world, 'auditor', group), reviewPath(group.slug));
  await expect(page.getByRole('region', { name: 'Edifício Aurora' }).getByRole('listitem')).toHaveCount(2);
  await expect(page.getByText(/^Somente administradores do grupo decidem/)).toBeVisible();
  await expect(page.getByRole('button', { name: /É esta|Outra empresa|não é cliente|Marcar|Desfazer/ })).toHaveCount(0);
});
