import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";

/** The shape of a page of settings while its first answer is on the way. */
export function SettingsLoading({ label }: { label: string }) {
  return (
    <SkeletonRegion label={label}>
      <div className="flex flex-col gap-6 border-t px-edge py-6">
        <Skeleton className="w-40" />
        <Skeleton className="w-72" />
        <Skeleton className="w-56" />
      </div>
    </SkeletonRegion>
  );
}
