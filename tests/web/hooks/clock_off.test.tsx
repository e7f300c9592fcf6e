import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { supabase } from '../../../src/lib/data/supabase.ts';
import { json } from '../support/fake-supabase.ts';
import { renderApp } from '../support/render-app.tsx';
import { AURORA, createWorld, runningRow } from '../support/world.ts';

const HOURS_2 = 7_200_000;
/** What the server writes while this browser's clock is two hours fast. */
const onServer = (secondsAgo: number) => new Date(Date.now() - HOURS_2 - secondsAgo * 1000).toISOString();

/** A project whose clock is two hours behind that of the browser. */
function behindWorld() {
  const fake = createWorld();
  fake.overrides.unshift((_, url) =>
    url.pathname.endsWith('integration_queue_status') ? json({ now: onServer(0) }) : undefined,
  );
  fake.overrides.unshift((request, url) => {
    if (!url.pathname.endsWith('/token')) return undefined;
    return request.json().then((body: { email?: string; refresh_token?: string }) => {
      const user = fake.users.find(({ id, email }) => email === body.email || body.refresh_token === `refresh-${id}`);
      if (user === undefined) return json({ message: 'no' }, 400);
      const session = fake.session(user);
      return json({ ...session, expires_at: session.expires_at - HOURS_2 / 1000 });
    });
  });
  return fake;
}
const tokens = (requests: readonly string[]) => requests.filter((request) => request.includes('/token')).length;

it('a browser that is two hours fast shows right ages and waits, and asks for one token', async () => {
  const fake = behindWorld();
  fake.tables.integration_jobs?.push(
    runningRow({
      created_at: onServer(300),
      started_at: onServer(290),
      updated_at: onServer(1),
      run_after: onServer(300),
    }),
  );
  await renderApp(fake, '/integracoes?tenant=aurora');
  const card = within(await screen.findByRole('article', { name: 'Acessórias' }));
  expect(await card.findByText('há 4 minutos')).toBeTruthy();
  expect(await screen.findByText('Ao vivo')).toBeTruthy();
  expect(tokens(fake.requests)).toBe(1);
});

it('a token that the server finds ended although this browser does not is renewed once, and the request made again', async () => {
  const fake = createWorld();
  await renderApp(fake, '/integracoes?tenant=aurora');
  await screen.findByText('Ao vivo');
  const before = tokens(fake.requests);
  let refused = 0;
  fake.overrides.unshift((_, url) => {
    if (!url.pathname.endsWith('integration_overview') || tokens(fake.requests) > before) return undefined;
    refused += 1;
    return json({ code: 'PGRST303', message: 'JWT expired' }, 401);
  });
  const ask = () => supabase.rpc('integration_overview', { p_tenant_id: AURORA, p_provider_slug: 'acessorias' });
  const answers = await Promise.all([ask(), ask(), ask()]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(refused).toBe(3);
  await waitFor(() => expect(tokens(fake.requests)).toBe(before + 1));
});
