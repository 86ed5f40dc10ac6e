import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";

const columns = ["first", "second", "third", "fourth"];
const cards = ["a", "b", "c", "d", "e", "f"];

/** The board's own layout while it loads. */
export function BoardSkeleton({ label }: { label: string }) {
  return (
    <SkeletonRegion label={label} fade>
      <div className="grid min-h-0 flex-1 grid-cols-4 bg-surface-sunken phone:grid-cols-1">
        {columns.map((column, place) => (
          <div key={column} className={place > 0 ? "border-l phone:hidden" : ""}>
            <div className="flex h-[62px] flex-col justify-center gap-2 bg-surface px-3 hairline-b">
              <Skeleton className="w-28" />
              <Skeleton className="w-20" />
            </div>
            <div className="flex flex-col gap-1.5 p-2">
              {cards.map((card) => (
                <div key={card} className="flex flex-col gap-2.5 rounded-md border bg-surface-raised px-3 py-3.5">
                  <Skeleton className="w-32" />
                  <Skeleton className="w-24" />
                  <Skeleton className="w-36" />
                </div>
              ))}
            </div>
          </div>
        ))}
      </div>
    </SkeletonRegion>
  );
}
