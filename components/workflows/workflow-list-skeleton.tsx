import { Skeleton } from "#components/ui/skeleton.tsx";

const rows = ["w-40", "w-56", "w-32", "w-48", "w-36", "w-52"];

/** The shape of the list, shown when the answer takes longer than 200 ms. */
export function WorkflowListSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading workflows</span>
      {rows.map((width) => (
        <div key={width} className="flex h-[50px] items-center gap-4 px-5 max-sm:h-[60px] max-sm:px-4">
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className={width} />
            <Skeleton className="h-2 w-24" />
          </div>
          <Skeleton className="h-4 w-24" />
          <Skeleton className="w-14 max-sm:hidden" />
          <Skeleton className="w-16 max-sm:w-6" />
        </div>
      ))}
    </div>
  );
}
