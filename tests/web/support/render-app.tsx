import type { QueryClient } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import { StrictMode } from 'react';
import { MemoryRouter, useLocation } from 'react-router';
import { afterEach, vi } from 'vitest';
import { App } from '../../../src/App.tsx';
// Loaded lazily by the app; read here once, so that no test pays for it.
import '../../../src/pages/Execucoes.tsx';
import '../../../src/pages/Conta.tsx';
import '../../../src/pages/Convite.tsx';
import '../../../src/pages/Entrar.tsx';
import '../../../src/pages/IntegracaoDetalhe.tsx';
import '../../../src/pages/NaoEncontrada.tsx';
import '../../../src/pages/NovaIntegracao.tsx';
import '../../../src/pages/NovaSenha.tsx';
import '../../../src/pages/Pessoas.tsx';
import '../../../src/pages/SenhaEsquecida.tsx';
import '../../../src/components/integrations/CardFreshness.tsx';
import '../../../src/components/integrations/ListTools.tsx';
import '../../../src/components/jobs/CancelDialog.tsx';
import '../../../src/components/setup/FirstIntegration.tsx';
import '../../../src/components/setup/SetupSteps.tsx';
import { expireSession, signIn, signOut } from '../../../src/lib/app/session.ts';
import { createQueryClient } from '../../../src/lib/data/query-client.ts';
import { realtime } from '../../../src/lib/data/realtime.ts';
import { closeFeeds } from '../../../src/lib/live/jobs-feed.ts';
import { serveRealtime } from './fake-realtime.ts';
import type { FakeSupabase } from './fake-supabase.ts';
import { type UserName, userOf } from './world.ts';

const clients: QueryClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) {
    closeFeeds(client);
    client.clear();
  }
  await signOut();
  await realtime.removeAllChannels();
  await realtime.disconnect();
});

/** Lets the app's client talk to a fake project. */
function connect(fake: FakeSupabase): void {
  vi.stubGlobal('fetch', fake.fetch);
  serveRealtime(fake.realtime);
}

/** A query client that is thrown away after the test; nothing is retried, so that errors show at once. */
function createTestClient(): QueryClient {
  const client = createQueryClient(() => void expireSession());
  client.setDefaultOptions({
    ...client.getDefaultOptions(),
    queries: { ...client.getDefaultOptions().queries, retry: false },
  });
  clients.push(client);
  return client;
}

/** Signs a user of the world in, as the sign-in page does. */
async function signInAs(name: UserName): Promise<void> {
  const { email, password } = userOf(name);
  await signIn(email, password);
}

interface Place {
  path: string;
}

function Spy({ place }: { place: Place }) {
  const { pathname, search } = useLocation();
  place.path = pathname + search;
  return null;
}

/** The whole app at an address, in StrictMode, against a fake project. `place.path` follows the address. */
export async function renderApp(fake: FakeSupabase, path: string, as: UserName | null = 'admin') {
  connect(fake);
  if (as !== null) await signInAs(as);
  const place: Place = { path };
  const queryClient = createTestClient();
  const view = render(
    <StrictMode>
      <MemoryRouter initialEntries={[path]}>
        <App queryClient={queryClient} />
        <Spy place={place} />
      </MemoryRouter>
    </StrictMode>,
  );
  return { ...view, place, queryClient };
}
