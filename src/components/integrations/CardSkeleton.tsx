import { Skeleton } from '../ui/Skeleton.tsx';

/** The outline of a card, in its own geometry, so that nothing jumps when the data comes. */
export function CardSkeleton() {
  return (
    <div className="flex h-full min-h-56 flex-col rounded-2xl border border-line bg-surface">
      <div className="flex flex-wrap items-start gap-x-2.5 gap-y-2 p-5 pb-3">
        <Skeleton className="size-10 rounded-xl" />
        <div className="flex-auto space-y-2 pt-0.5">
          <Skeleton className="h-4 w-28" />
          <Skeleton className="h-3.5 w-16" />
        </div>
        <Skeleton className="h-6 w-24 rounded-full" />
      </div>
      <div className="flex-1 space-y-2 px-5 pb-4">
        <Skeleton className="h-3.5 w-full" />
        <Skeleton className="h-3.5 w-2/3" />
      </div>
      <div className="border-t border-dashed border-line px-5 pt-1.5 pb-4">
        <Skeleton className="my-2.5 h-4 w-44" />
        <Skeleton className="mt-1.5 h-11 w-28 rounded-lg sm:h-9" />
      </div>
    </div>
  );
}
