import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import { AnnouncerRegion } from './components/layout/AnnouncerRegion.tsx';
import { AppShell } from './components/layout/AppShell.tsx';
import { useSession } from './hooks/useSession.ts';
import { common } from './lib/labels/common.ts';
import { jobStoreOf } from './lib/live/job-store.ts';
import { closeFeeds } from './lib/live/jobs-feed.ts';
import Integracoes from './pages/Integracoes.tsx';

// The list is what people come for: it is there at once. Everything else is loaded when it is asked for.
const Entrar = lazy(() => import('./pages/Entrar.tsx'));
const NaoEncontrada = lazy(() => import('./pages/NaoEncontrada.tsx'));
const Revisao = lazy(() => import('./pages/Revisao.tsx'));
const IntegracaoDetalhe = lazy(() => import('./pages/IntegracaoDetalhe.tsx'));

/** Nothing of one user stays in memory for the next. */
function useForgetOnSignOut(queryClient: QueryClient): void {
  const session = useSession();
  const userId = session.status === 'signed-in' ? session.userId : null;
  const previousId = useRef<string | null>(null);
  useEffect(() => {
    const hasLeft = previousId.current !== null && previousId.current !== userId;
    previousId.current = userId;
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

function SignIn() {
  return (
    <Suspense fallback={<p className="sr-only">{common.loadingPage}</p>}>
      <Entrar />
    </Suspense>
  );
}

/** Routes and providers; needs a router around it. */
export function App({ queryClient }: { queryClient: QueryClient }) {
  useForgetOnSignOut(queryClient);
  return (
    <QueryClientProvider client={queryClient}>
      <AnnouncerRegion />
      <Routes>
        <Route path="/entrar" element={<SignIn />} />
        <Route element={<AppShell />}>
          <Route index element={<Home />} />
          <Route path="/integracoes" element={<Integracoes />} />
          <Route path="/integracoes/:slug" element={<IntegracaoDetalhe />} />
          <Route path="/revisao" element={<Revisao />} />
          <Route path="*" element={<NaoEncontrada />} />
        </Route>
      </Routes>
    </QueryClientProvider>
  );
}
