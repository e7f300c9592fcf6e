import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Suspense, useEffect, useRef } from 'react';
import { Navigate, Outlet, Route, Routes, useLocation } from 'react-router';
import { AnnouncerRegion } from './components/layout/AnnouncerRegion.tsx';
import { AppShell } from './components/layout/AppShell.tsx';
import { ErrorBoundary } from './components/layout/ErrorBoundary.tsx';
import { lazyPage } from './components/parts/part.tsx';
import { useSession } from './hooks/useSession.ts';
import { ACCOUNT_PATH, EXECUTIONS_PATH, FORGOTTEN_PATH, GROUPS_PATH, OPERATION_PATH } from './lib/app/links.ts';
import { followSystemTheme } from './lib/app/theme.ts';
import { common } from './lib/labels/common.ts';
import { jobStoreOf } from './lib/live/job-store.ts';
import { closeFeeds } from './lib/live/jobs-feed.ts';
import { prefetchWhenIdle } from './lib/parts/chunk.ts';
import { keepDraftsOf } from './lib/settings/drafts.ts';
import Integracoes from './pages/Integracoes.tsx';

// The list is what people come for: it is there at once. Everything else is loaded when it is asked for.
const Entrar = lazyPage(() => import('./pages/Entrar.tsx'));
const NaoEncontrada = lazyPage(() => import('./pages/NaoEncontrada.tsx'));
const Revisao = lazyPage(() => import('./pages/Revisao.tsx'));
const IntegracaoDetalhe = lazyPage(() => import('./pages/IntegracaoDetalhe.tsx'));
const NovaIntegracao = lazyPage(() => import('./pages/NovaIntegracao.tsx'));
const Execucoes = lazyPage(() => import('./pages/Execucoes.tsx'));
const Grupos = lazyPage(() => import('./pages/Grupos.tsx'));
const Notificacoes = lazyPage(() => import('./pages/Notificacoes.tsx'));
const Operacao = lazyPage(() => import('./pages/Operacao.tsx'));
const Pessoas = lazyPage(() => import('./pages/Pessoas.tsx'));
const Conta = lazyPage(() => import('./pages/Conta.tsx'));
const Convite = lazyPage(() => import('./pages/Convite.tsx'));
const SenhaEsquecida = lazyPage(() => import('./pages/SenhaEsquecida.tsx'));
const NovaSenha = lazyPage(() => import('./pages/NovaSenha.tsx'));

/** Nothing of one user stays in memory for the next. */
function useForgetOnSignOut(queryClient: QueryClient): void {
  const session = useSession();
  const userId = session.status === 'signed-in' ? session.userId : null;
  const previousId = useRef<string | null>(null);
  useEffect(() => {
    const hasLeft = previousId.current !== null && previousId.current !== userId;
    previousId.current = userId;
    if (userId !== null) keepDraftsOf(userId);
    if (!hasLeft) return;
    closeFeeds(queryClient);
    queryClient.clear();
    jobStoreOf(queryClient).clear();
  }, [queryClient, userId]);
}

function Home() {
  const { search } = useLocation();
  return <Navigate to={{ pathname: '/integracoes', search }} replace />;
}

/** The pages for who is not in yet. */
function Entry() {
  return (
    <Suspense fallback={<p className="sr-only">{common.loadingPage}</p>}>
      <Outlet />
    </Suspense>
  );
}

/** Routes and providers; needs a router around it. */
export function App({ queryClient }: { queryClient: QueryClient }) {
  useForgetOnSignOut(queryClient);
  const { pathname } = useLocation();
  useEffect(prefetchWhenIdle, []);
  // On every page, also on those for who is not in yet.
  useEffect(followSystemTheme, []);
  return (
    <QueryClientProvider client={queryClient}>
      <AnnouncerRegion />
      <ErrorBoundary resetKey={pathname}>
        <Routes>
          <Route element={<Entry />}>
            <Route path="/entrar" element={<Entrar />} />
            <Route path="/convite" element={<Convite />} />
            <Route path={FORGOTTEN_PATH} element={<SenhaEsquecida />} />
            <Route path="/nova-senha" element={<NovaSenha />} />
          </Route>
          <Route element={<AppShell />}>
            <Route index element={<Home />} />
            <Route path="/integracoes" element={<Integracoes />} />
            <Route path="/integracoes/nova" element={<NovaIntegracao />} />
            <Route path="/integracoes/:slug" element={<IntegracaoDetalhe />} />
            <Route path="/revisao" element={<Revisao />} />
            <Route path={EXECUTIONS_PATH} element={<Execucoes />} />
            <Route path={GROUPS_PATH} element={<Grupos />} />
            <Route path="/notificacoes" element={<Notificacoes />} />
            <Route path="/pessoas" element={<Pessoas />} />
            <Route path={OPERATION_PATH} element={<Operacao />} />
            <Route path={ACCOUNT_PATH} element={<Conta />} />
            <Route path="*" element={<NaoEncontrada />} />
          </Route>
        </Routes>
      </ErrorBoundary>
    </QueryClientProvider>
  );
}
