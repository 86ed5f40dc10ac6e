import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";

/** An import while it loads: the head of the wizard and a list below. */
export function ImportSkeleton() {
  return (
    <SkeletonRegion label="The import is loading" className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-head items-center gap-3 px-edge">
        <Skeleton className="h-2.5 w-40" />
        <Skeleton className="mx-auto w-96 phone:hidden" />
        <Skeleton className="w-10" />
      </div>
      <div className="hairline-t">
        {[44, 36, 40, 32].map((width) => (
          <div key={width} className="flex h-14 items-center gap-3 px-edge hairline-b hairline-soft">
            <Skeleton className="size-4" />
            <span style={{ width: `${width}%` }} className="block h-2 rounded-sm bg-surface-press" />
            <Skeleton className="ml-auto w-24" />
          </div>
        ))}
      </div>
    </SkeletonRegion>
  );
}
