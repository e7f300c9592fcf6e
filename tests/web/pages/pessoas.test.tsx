import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { json, personRow } from '../support/fake-supabase.ts';
import { renderApp } from '../support/render-app.tsx';
import { AURORA, createWorld } from '../support/world.ts';

const PATH = '/pessoas?tenant=aurora';

/** Aurora with its only admin, an auditor with a name, and somebody who was invited. */
function groupOfThree() {
  const fake = createWorld();
  fake.people = [
    personRow('user-admin', 'admin@aurora.test'),
    personRow('user-auditor', 'auditor@aurora.test', { role: 'auditor', name: 'Ivo Prado' }),
    personRow('user-rosa', 'rosa@aurora.test', { role: 'member', has_come: false }),
  ];
  return fake;
}

async function rowOf(text: string) {
  const list = within(await screen.findByRole('list', { name: 'Pessoas do grupo' }));
  return within((await list.findByText(text)).closest('li') ?? document.createElement('li'));
}

describe('the list of people', () => {
  it('names everybody with role and date, and who has not come', async () => {
    await renderApp(groupOfThree(), PATH);
    const admin = await rowOf('admin@aurora.test');
    expect(admin.getByText('(Você)')).toBeTruthy();
    expect(admin.getByText('Administrador')).toBeTruthy();
    expect(admin.getByText('Desde 02/03/2026')).toBeTruthy();
    const ivo = await rowOf('Ivo Prado');
    expect(ivo.getByText('auditor@aurora.test')).toBeTruthy();
    expect(ivo.queryByText('Convite pendente')).toBeNull();
    const rosa = await rowOf('rosa@aurora.test');
    expect(rosa.getByText('Convite pendente')).toBeTruthy();
    expect(rosa.getByText('Convite de 02/03/2026')).toBeTruthy();
  });

  it('says before anything is tried that the only admin cannot go', async () => {
    const fake = groupOfThree();
    await renderApp(fake, PATH);
    const remove = await screen.findByRole('button', { name: 'Remover admin@aurora.test' });
    expect(remove.getAttribute('aria-disabled')).toBe('true');
    const reason = document.getElementById(remove.getAttribute('aria-describedby') ?? '')?.textContent;
    expect(reason).toContain('É o único administrador que pode entrar');
    await userEvent.click(remove);
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });

  it('says in words that the database kept the last admin', async () => {
    const fake = groupOfThree();
    fake.people?.push(personRow('user-group', 'admin@grupo.test'));
    fake.overrides.push((_request, url) =>
      url.pathname.endsWith('/remove_tenant_member') ? json({ code: 'IQ007', message: 'last admin' }, 400) : undefined,
    );
    await renderApp(fake, PATH);
    await userEvent.click(await screen.findByRole('button', { name: 'Remover admin@grupo.test' }));
    await userEvent.click(screen.getByRole('button', { name: 'Remover do grupo' }));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('A pessoa não foi removida');
    expect(alert.textContent).toContain('É o último administrador do grupo');
  });

  it('is read only for auditors, and has no invitation', async () => {
    await renderApp(groupOfThree(), PATH, 'auditor');
    await screen.findByText('rosa@aurora.test');
    expect(screen.getByText(/Somente administradores convidam/)).toBeTruthy();
    expect(within(screen.getByRole('main')).queryAllByRole('button')).toEqual([]);
    expect(screen.queryByRole('textbox')).toBeNull();
  });

  it('is not shown to members, nor is a link to it', async () => {
    const fake = groupOfThree();
    await renderApp(fake, PATH, 'member');
    await screen.findByRole('heading', { level: 1, name: /Você ainda não tem acesso/ });
    expect(screen.queryByRole('link', { name: 'Pessoas' })).toBeNull();
    expect(fake.requests.some((request) => request.includes('tenant_people'))).toBe(false);
  });

  it('offers a retry when it cannot be loaded', async () => {
    const fake = groupOfThree();
    fake.overrides.push((_request, url) =>
      url.pathname.endsWith('/tenant_people') ? json({ message: 'broken' }, 500) : undefined,
    );
    await renderApp(fake, PATH);
    expect(await screen.findByText('Não foi possível carregar as pessoas do grupo')).toBeTruthy();
    fake.overrides.length = 0;
    await userEvent.click(screen.getByRole('button', { name: 'Tentar novamente' }));
    expect(await screen.findByText('rosa@aurora.test')).toBeTruthy();
  });
});

describe('changing people', () => {
  it('gives another role after it was saved, and returns the focus', async () => {
    await renderApp(groupOfThree(), PATH);
    const opener = await screen.findByRole('button', { name: 'Mudar perfil de Ivo Prado' });
    await userEvent.click(opener);
    const dialog = within(screen.getByRole('alertdialog', { name: 'Mudar o perfil de Ivo Prado' }));
    expect(dialog.getByRole('button', { name: 'Salvar perfil' }).getAttribute('aria-disabled')).toBe('true');
    await userEvent.click(dialog.getByRole('radio', { name: /^Administrador/ }));
    await userEvent.click(dialog.getByRole('button', { name: 'Salvar perfil' }));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    expect((await rowOf('Ivo Prado')).getByText('Administrador')).toBeTruthy();
    expect(document.activeElement).toBe(opener);
  });

  it('says what removing means, removes, and puts the focus on the list', async () => {
    await renderApp(groupOfThree(), PATH);
    await userEvent.click(await screen.findByRole('button', { name: 'Remover Ivo Prado' }));
    const dialog = screen.getByRole('alertdialog', { name: 'Remover Ivo Prado do grupo?' });
    expect(dialog.textContent).toContain('Ivo Prado deixa de ver os dados de Aurora Contabilidade agora');
    await userEvent.click(screen.getByRole('button', { name: 'Remover do grupo' }));
    await waitFor(() => expect(screen.queryByText('Ivo Prado')).toBeNull());
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Pessoas do grupo'));
  });

  it('sends an invitation again', async () => {
    await renderApp(groupOfThree(), PATH);
    await userEvent.click(await screen.findByRole('button', { name: 'Reenviar convite de rosa@aurora.test' }));
    expect(
      (await rowOf('rosa@aurora.test')).getByRole('button', { name: 'Reenviar convite de rosa@aurora.test' }),
    ).toBeTruthy();
    expect(
      await screen.findByText('O convite foi enviado outra vez para rosa@aurora.test.', { selector: 'p' }),
    ).toBeTruthy();
  });
});

async function invite(email: string, role = 'auditor') {
  await userEvent.type(await screen.findByLabelText('E-mail da pessoa'), email);
  await userEvent.selectOptions(screen.getByLabelText('Perfil'), role);
  await userEvent.click(screen.getByRole('button', { name: 'Enviar convite' }));
}

describe('the invitation', () => {
  it('puts who was invited into the list, and empties the form for the next', async () => {
    const fake = groupOfThree();
    await renderApp(fake, PATH);
    await invite(' Nova@Aurora.test ', 'admin');
    const row = await rowOf('nova@aurora.test');
    expect(row.getByText('Convite pendente')).toBeTruthy();
    expect(row.getByText('Administrador')).toBeTruthy();
    expect(await screen.findByText('Convite enviado para nova@aurora.test.', { selector: 'p' })).toBeTruthy();
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('E-mail da pessoa')));
    expect(screen.getByLabelText<HTMLInputElement>('E-mail da pessoa').value).toBe('');
  });

  it.each([
    ['admin@grupo.test', /já tinha uma conta e agora faz parte do grupo/],
    ['auditor@aurora.test', /já faz parte do grupo: nada mudou/],
    ['rosa@aurora.test', /já tinha um convite: o e-mail foi enviado outra vez/],
  ])('of %s says what became of it', async (email, text) => {
    await renderApp(groupOfThree(), PATH);
    await invite(email);
    expect(await screen.findByText(text, { selector: 'p' })).toBeTruthy();
  });

  it('says that there were too many', async () => {
    const fake = groupOfThree();
    const refusal = { error: { code: 'too_many_requests', message: 'too many' } };
    fake.overrides.push((_request, url) => (url.pathname.endsWith('/invite-member') ? json(refusal, 429) : undefined));
    await renderApp(fake, PATH);
    await invite('nova@aurora.test');
    expect((await screen.findByRole('alert')).textContent).toContain('Muitos convites em pouco tempo');
    expect(screen.getByLabelText<HTMLInputElement>('E-mail da pessoa').value).toBe('nova@aurora.test');
  });

  it('asks nobody when the address is none', async () => {
    const fake = groupOfThree();
    await renderApp(fake, PATH);
    await invite('nova');
    const field = screen.getByLabelText('E-mail da pessoa');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(document.activeElement).toBe(field);
    expect(fake.requests.some((request) => request.includes('invite-member'))).toBe(false);
  });
});

describe('the history of people', () => {
  it('tells who did what to whom', async () => {
    const fake = groupOfThree();
    const event = (id: number, action: string, actor: string | null, role: object, member = 'user-rosa') => ({
      id,
      tenant_id: AURORA,
      provider_slug: null,
      action,
      actor_id: actor,
      details: { member, email: `${member.slice(5)}@aurora.test`, role },
      created_at: '2026-03-02T12:00:00Z',
    });
    fake.tables.integration_events = [
      event(1, 'member_added', null, { from: null, to: 'admin' }, 'user-admin'),
      event(2, 'member_added', 'user-admin', { from: null, to: 'member' }),
      event(3, 'member_role_changed', 'user-admin', { from: 'member', to: 'auditor' }),
      event(4, 'member_removed', 'user-auditor', { from: 'auditor', to: null }, 'user-auditor'),
      event(5, 'member_removed', 'user-admin', { from: 'auditor', to: null }),
    ];
    await renderApp(fake, PATH, 'auditor');
    const list = await screen.findByRole('list', { name: 'Histórico' });
    expect(
      within(list)
        .getAllByRole('listitem')
        .map((item) => item.querySelector('p')?.textContent),
    ).toEqual([
      'admin@aurora.test removeu rosa@aurora.test, que era auditor',
      'Você saiu do grupo; era auditor',
      'admin@aurora.test mudou o perfil de rosa@aurora.test de membro para auditor',
      'admin@aurora.test adicionou rosa@aurora.test como membro',
      'Sistema adicionou admin@aurora.test como administrador',
    ]);
  });
});
