import { QueryCache, QueryClient } from '@tanstack/react-query';
import { AppError, isTransient } from './errors.ts';

/** The query client of the app. `onUnauthorized` is called when the server no longer accepts the session. */
export function createQueryClient(onUnauthorized: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof AppError && error.code === 'unauthorized') onUnauthorized();
        else console.warn('Cannot load data', error);
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // Offline is an error like any other, with words and a way out, instead of an endless skeleton.
        networkMode: 'always',
        refetchOnReconnect: true,
        retry: (failures, error) => failures < 2 && isTransient(error),
      },
      // Never queued: a run that starts by itself half an hour later would surprise.
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
