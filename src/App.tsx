import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, useEffect } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { AnnouncerRegion } from './components/layout/AnnouncerRegion.tsx';
import { AppShell } from './components/layout/AppShell.tsx';
import { useSession } from './hooks/useSession.ts';
import { jobStoreOf } from './lib/job-store.ts';
import Entrar from './pages/Entrar.tsx';
import Integracoes from './pages/Integracoes.tsx';
import NaoEncontrada from './pages/NaoEncontrada.tsx';

const IntegracaoDetalhe = lazy(() => import('./pages/IntegracaoDetalhe.tsx'));

/** Nothing of one user stays in memory for the next. */
function useForgetOnSignOut(queryClient: QueryClient): void {
  const session = useSession();
  const userId = session.status === 'signed-in' ? session.userId : null;
  useEffect(() => {
    if (userId === null) return;
    return () => {
      queryClient.clear();
      jobStoreOf(queryClient).clear();
    };
  }, [queryClient, userId]);
}

/** Routes and providers; needs a router around it. */
export function App({ queryClient }: { queryClient: QueryClient }) {
  useForgetOnSignOut(queryClient);
  return (
    <QueryClientProvider client={queryClient}>
      <AnnouncerRegion />
      <Routes>
        <Route path="/entrar" element={<Entrar />} />
        <Route element={<AppShell />}>
          <Route index element={<Navigate to="/integracoes" replace />} />
          <Route path="/integracoes" element={<Integracoes />} />
          <Route path="/integracoes/:slug" element={<IntegracaoDetalhe />} />
          <Route path="*" element={<NaoEncontrada />} />
        </Route>
      </Routes>
    </QueryClientProvider>
  );
}
