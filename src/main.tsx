import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { App } from './App.tsx';
import './index.css';
import { expireSession } from './lib/app/session.ts';
import { createQueryClient } from './lib/data/query-client.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('Cannot start the app: the page has no element "root"');

const queryClient = createQueryClient(() => void expireSession());
createRoot(root).render(
  <StrictMode>
    <BrowserRouter>
      <App queryClient={queryClient} />
    </BrowserRouter>
  </StrictMode>,
);
