import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { renderApp } from '../support/render-app.tsx';
import { createWorld } from '../support/world.ts';

const LIST = '/integracoes?tenant=aurora';
const DETAIL = '/integracoes/acessorias?tenant=aurora';
const help = () => screen.queryByRole('alertdialog', { name: 'Atalhos do teclado' });

afterEach(() => localStorage.removeItem('integracoes.atalhos'));

describe('shortcuts', () => {
  it('? opens the help, which lists every key, and Esc closes it', async () => {
    await renderApp(createWorld(), LIST);
    await screen.findAllByRole('article');
    await userEvent.keyboard('?');
    const dialog = within(await screen.findByRole('alertdialog', { name: 'Atalhos do teclado' }));
    for (const key of ['/', 'r', '?', 'Esc']) expect(dialog.getByText(key)).toBeTruthy();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(help()).toBeNull());
  });

  it('r runs the integration that is open, once, however long it is held', async () => {
    const fake = createWorld();
    await renderApp(fake, DETAIL);
    await screen.findByRole('button', { name: 'Executar agora' });
    await userEvent.keyboard('{r>3/}');
    await waitFor(() => expect(fake.tables.integration_jobs).toHaveLength(1));
  });

  it('r runs the card that has the focus, and none when it is not clear which', async () => {
    const fake = createWorld();
    await renderApp(fake, LIST);
    await screen.findAllByRole('article');
    await userEvent.keyboard('r');
    expect(await screen.findByText(/leve o foco ao cartão/)).toBeTruthy();
    const card = within(screen.getByRole('article', { name: 'OneCode' }));
    card.getByRole('link', { name: 'OneCode' }).focus();
    await userEvent.keyboard('r');
    await waitFor(() => expect(fake.tables.integration_jobs).toMatchObject([{ provider_slug: 'onecode' }]));
  });

  it('are letters where somebody types, with other keys held, or with a dialog open', async () => {
    const fake = createWorld();
    await renderApp(fake, `${DETAIL}&aba=configuracao`);
    const field = await screen.findByLabelText('Credencial');
    await userEvent.type(field, 'r?/');
    expect(field).toHaveProperty('value', 'r?/');
    (document.activeElement as HTMLElement).blur();
    await userEvent.keyboard('{Control>}r{/Control}{Alt>}r{/Alt}{Meta>}r{/Meta}');
    await userEvent.click(screen.getByRole('button', { name: 'Remover integração…' }));
    await screen.findByRole('alertdialog', { name: 'Remover Acessórias' });
    await userEvent.keyboard('r?');
    expect(fake.tables.integration_jobs).toEqual([]);
    expect(help()).toBeNull();
  });

  it('do nothing for who may not run, and can be switched off in the help, which the menu still opens', async () => {
    const { unmount } = await renderApp(createWorld(), DETAIL, 'auditor');
    await screen.findByRole('heading', { level: 1, name: 'Acessórias' });
    await userEvent.keyboard('r');
    unmount();
    const fake = createWorld();
    await renderApp(fake, DETAIL);
    await userEvent.click(await screen.findByRole('button', { name: /Sua conta/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Atalhos do teclado' }));
    await userEvent.click(await screen.findByRole('switch', { name: 'Atalhos de uma tecla' }));
    await userEvent.click(screen.getByRole('button', { name: 'Fechar' }));
    await userEvent.keyboard('r?');
    expect(fake.tables.integration_jobs).toEqual([]);
    expect(help()).toBeNull();
  });
});

describe('the account menu', () => {
  const button = () => screen.findByRole('button', { name: /Sua conta/ });

  it('holds profile, theme, keys and sign-out, and Esc gives the focus back', async () => {
    await renderApp(createWorld(), LIST);
    expect(screen.queryByRole('button', { name: 'Sair' })).toBeNull();
    await userEvent.click(await button());
    expect((await button()).getAttribute('aria-expanded')).toBe('true');
    const menu = within(screen.getByRole('region', { name: 'Minha conta' }));
    expect(menu.getByText('Conectado como admin@aurora.test')).toBeTruthy();
    expect(menu.getByRole('link', { name: 'Minha conta' })).toBeTruthy();
    expect(menu.getAllByRole('radio')).toHaveLength(3);
    expect(menu.getByRole('button', { name: 'Atalhos do teclado' })).toBeTruthy();
    expect(menu.getByRole('button', { name: 'Sair' })).toBeTruthy();
    menu.getByRole('link', { name: 'Minha conta' }).focus();
    await userEvent.keyboard('{Escape}');
    expect(document.activeElement).toBe(await button());
    expect(screen.queryByRole('button', { name: 'Sair' })).toBeNull();
  });

  it('closes when the page beside it is pressed, or the focus leaves it', async () => {
    await renderApp(createWorld(), LIST);
    await userEvent.click(await button());
    await userEvent.click(screen.getByRole('heading', { level: 1 }));
    expect(screen.queryByRole('button', { name: 'Sair' })).toBeNull();
    await userEvent.click(await button());
    screen.getByRole('button', { name: 'Sair' }).focus();
    await userEvent.tab();
    expect(screen.queryByRole('button', { name: 'Sair' })).toBeNull();
  });
});
