import { listPath, openAccountMenu } from './support/browse.ts';
import { createGroup, createVisitor, type Visitor } from './support/groups.ts';
import { expect, test } from './support/journey.ts';
import { look, overflowOf, violationsOn } from './support/looks.ts';
import type { World } from './support/world.ts';

const WIDTHS = [320, 768, 1280];

async function createOperator(world: World): Promise<Visitor> {
  const visitor = await createVisitor(world, 'admin');
  await world.sql`insert into private.operators (user_id) values (${visitor.userId})`;
  return visitor;
}

test('to an admin who operates nothing there is no Operação', async ({ world, open }) => {
  const group = await createGroup(world);
  const page = await open(await createVisitor(world, 'admin', group), listPath(group.slug));
  await openAccountMenu(page);
  await expect(page.getByRole('link', { name: 'Minha conta' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Operação' })).toHaveCount(0);
  const direct = await open(await createVisitor(world, 'admin', group), '/operacao');
  await expect(direct.getByRole('heading', { level: 1, name: 'Página não encontrada' })).toBeVisible();
});

// Other journeys share this queue: that it stands still when it is paused is shown by tests/database/operate.
test('an operator without a group finds it in the menu and changes a setting by keyboard, and the trail says who', async ({
  world,
  open,
}) => {
  const operator = await createOperator(world);
  const page = await open(operator, '/integracoes');
  await page.getByRole('button', { name: /^Sua conta/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Operação' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Operação' })).toBeVisible();

  const pause = page.getByRole('button', { name: 'Pausar Fila inteira' });
  await pause.press('Enter');
  await expect(page.getByRole('alertdialog', { name: 'Pausar Fila inteira?' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(pause).toBeFocused();

  const field = page.getByRole('textbox', { name: 'Mensagens de progresso por segundo' });
  await field.fill('51');
  await field.press('Enter');
  await expect(page.getByRole('list', { name: 'Histórico da operação' }).getByRole('listitem').first()).toContainText(
    `${operator.email} mudou “Mensagens de progresso por segundo” de 50 para 51`,
  );
  await field.fill('50');
  await field.press('Enter');
  await expect(page.getByText('de 51 para 50')).toBeVisible();
});

test('Operação reads well at every width in both themes', async ({ world, open }) => {
  const page = await open(await createOperator(world), '/operacao');
  await expect(page.getByRole('table', { name: 'Provedores' })).toBeVisible();
  for (const theme of ['light', 'dark'] as const) {
    for (const width of WIDTHS) {
      await look(page, { theme, width });
      expect(await overflowOf(page), `${width} ${theme}`).toBe(0);
      expect(await violationsOn(page), `${width} ${theme}`).toEqual([]);
      await page.screenshot({ path: test.info().outputPath(`operacao-${theme}-${width}.png`), fullPage: true });
    }
  }
});
