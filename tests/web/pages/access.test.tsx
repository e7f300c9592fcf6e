import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { json } from '../support/fake-supabase.ts';
import { renderApp } from '../support/render-app.tsx';
import { BOREAL, createWorld, runningRow } from '../support/world.ts';

describe('tenants and roles', () => {
  it('puts the chosen tenant into the address', async () => {
    const { place } = await renderApp(createWorld(), '/');
    await screen.findByRole('heading', { name: 'Acessórias' });
    await waitFor(() => expect(place.path).toBe('/integracoes?tenant=aurora'));
  });

  it('switches the tenant and remembers it for the next visit', async () => {
    const { place, unmount } = await renderApp(createWorld(), '/integracoes', 'group');
    await userEvent.click(await screen.findByRole('button', { name: 'Grupo Aurora Contabilidade' }));
    await userEvent.type(await screen.findByRole('combobox', { name: 'Buscar grupo' }), 'contabil bor');
    expect(screen.getAllByRole('option')).toHaveLength(1);
    expect(place.path).toBe('/integracoes?tenant=aurora');
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(screen.queryByRole('heading', { name: 'OneCode' })).toBeNull());
    expect(place.path).toBe('/integracoes?tenant=boreal');
    unmount();
    const second = await renderApp(createWorld(), '/integracoes', 'group');
    await screen.findByRole('heading', { name: 'Acessórias' });
    await waitFor(() => expect(second.place.path).toBe('/integracoes?tenant=boreal'));
  });

  it('shows in the switch how many runs are under way in the other tenants', async () => {
    const fake = createWorld();
    fake.tables.integration_jobs?.push(runningRow({ tenant_id: BOREAL }));
    await renderApp(fake, '/integracoes?tenant=aurora', 'group');
    await userEvent.click(await screen.findByRole('button', { name: 'Grupo Aurora Contabilidade' }));
    expect(await screen.findByRole('option', { name: /^Boreal Contábil.*1 em andamento$/ })).toBeTruthy();
  });

  it('chooses by arrows without leaving, pins what is chosen, and gives the focus back', async () => {
    const { place } = await renderApp(createWorld(), '/integracoes?tenant=aurora', 'group');
    const button = await screen.findByRole('button', { name: 'Grupo Aurora Contabilidade' });
    await userEvent.click(button);
    await screen.findByRole('combobox', { name: 'Buscar grupo' });
    await userEvent.keyboard('{ArrowDown}');
    expect(screen.getByRole('option', { name: /Boreal/ }).getAttribute('aria-selected')).toBe('true');
    expect(place.path).toBe('/integracoes?tenant=aurora');
    await userEvent.click(screen.getByRole('button', { name: 'Fixar Boreal Contábil' }));
    expect(screen.getAllByRole('option').map(({ textContent }) => textContent)).toEqual([
      'Boreal ContábilFixado',
      'Aurora ContabilidadeRecente',
    ]);
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(document.activeElement).toBe(button));
  });

  it('tells a member whom to ask, and reads nothing for them', async () => {
    const fake = createWorld();
    await renderApp(fake, '/integracoes', 'member');
    const title = 'Você ainda não tem acesso às integrações de Aurora Contabilidade';
    expect(await screen.findByRole('heading', { level: 1, name: title })).toBeTruthy();
    expect(screen.getByText(/peça a um administrador do grupo/)).toBeTruthy();
    // The time and a maintenance are everybody's; they say nothing of a group.
    const asked = fake.requests.filter((request) => !request.endsWith('/rpc/integration_queue_status'));
    expect(asked.filter((request) => request.includes('/integration'))).toEqual([]);
  });

  it('explains itself to an account without any tenant', async () => {
    await renderApp(createWorld(), '/integracoes', 'stranger');
    expect(await screen.findByText('Sua conta ainda não faz parte de nenhum grupo')).toBeTruthy();
    expect(screen.getByText(/novo@aurora\.test/, { selector: 'p' })).toBeTruthy();
  });

  it('does not show another tenant in place of one that it may not see', async () => {
    await renderApp(createWorld(), '/integracoes?tenant=boreal');
    expect(await screen.findByRole('heading', { level: 1, name: 'Grupo não encontrado' })).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Aurora Contabilidade' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Integrações' })).toBeTruthy();
  });

  it('offers a retry when the tenants cannot be loaded', async () => {
    const fake = createWorld();
    fake.overrides.push((_request, url) =>
      url.pathname === '/rest/v1/tenant_members' ? json({ message: 'broken' }, 500) : undefined,
    );
    await renderApp(fake, '/integracoes');
    expect(await screen.findByText('Não foi possível carregar os seus grupos')).toBeTruthy();
    fake.overrides.length = 0;
    await userEvent.click(screen.getByRole('button', { name: 'Tentar novamente' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Integrações' })).toBeTruthy();
  });

  it('has a page for addresses that do not exist', async () => {
    await renderApp(createWorld(), '/relatorios?tenant=aurora');
    expect(await screen.findByRole('heading', { level: 1, name: 'Página não encontrada' })).toBeTruthy();
    expect(document.title).toBe('Página não encontrada · Integrações');
  });
});
