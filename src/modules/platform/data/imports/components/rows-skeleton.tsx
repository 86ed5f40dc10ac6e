import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";

/** Placeholders of the rows of a file, while they load. */
export function RowsSkeleton({ label }: { label: string }) {
  return (
    <SkeletonRegion label={label}>
      {[0, 1, 2].map((row) => (
        <div key={row} className="flex h-[38px] items-center gap-8 px-edge hairline-b hairline-soft">
          <Skeleton className="w-12" />
          <Skeleton className="w-24" />
          <Skeleton className="w-40" />
        </div>
      ))}
    </SkeletonRegion>
  );
}
