import { Button } from './Button.tsx';
import { Failure } from './Failure.tsx';

interface LoadMoreProps {
  query: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    error: Error | null;
    fetchNextPage: () => unknown;
  };
  labels: { loadMore: string; loadingMore: string; moreFailed: string };
}

/** Below a list that comes in pages: the next one, as long as there is one. */
export function LoadMore({ query, labels }: LoadMoreProps) {
  return (
    <>
      {query.isFetchNextPageError && <Failure title={labels.moreFailed} error={query.error} />}
      {query.hasNextPage && (
        <Button className="print:hidden" isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {query.isFetchingNextPage ? labels.loadingMore : labels.loadMore}
        </Button>
      )}
    </>
  );
}
