"use client";

import { ChartLine, Table2 } from "lucide-react";
import type { ReactNode } from "react";
import { LineFailed } from "@/components/layout/line-failed";
import { Segmented } from "@/components/ui/segmented";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import type { TileSeries } from "@/lib/tiles";

export type TileLook = "chart" | "table";

const looks = [
  { value: "chart", label: "Chart", icon: <ChartLine aria-hidden /> },
  { value: "table", label: "Show as table", icon: <Table2 aria-hidden /> },
] as const;

interface Answer {
  complete: boolean;
  series: readonly TileSeries[] | null;
}

interface TileFrameProps {
  title: string;
  query: { data: Answer | undefined; error: unknown; isFetching: boolean; refetch(): unknown };
  /** Chart or table, where there are both. */
  look?: { value: TileLook; onChange(look: TileLook): void };
  /** Beside the title, at the right. */
  aside?: ReactNode;
  className?: string;
  children(series: readonly TileSeries[]): ReactNode;
}

/** A region of figures with its title: while they load, where they could not be loaded, and where they may not be read. */
export function TileFrame({ title, query, look, aside, className, children }: TileFrameProps) {
  const { data, error } = query;
  // While they load, there will be some.
  const hasFigures = data ? data.series !== null : !error;
  return (
    <section aria-label={title} className={cn("min-w-0 pb-4", className)}>
      <div className="flex min-h-11 flex-wrap items-center gap-x-2 px-edge pt-1">
        <h2 className="font-semibold">{title}</h2>
        {data && !data.complete ? <span className="text-muted text-sm">of the records that you can see</span> : null}
        <span className="ml-auto flex items-center gap-2">
          {aside}
          {look && hasFigures ? (
            <Segmented aria-label={`${title} as`} value={look.value} onValueChange={look.onChange} options={looks} />
          ) : null}
        </span>
      </div>
      {error && !data ? <LineFailed title={`${title} could not be loaded.`} query={query} /> : null}
      {data || error ? null : <TileSkeleton title={title} />}
      {data && data.series === null ? (
        <p className="px-edge py-2 text-muted">You do not have permission to see the fields behind these figures.</p>
      ) : null}
      {data?.series ? children(data.series) : null}
    </section>
  );
}

function TileSkeleton({ title }: { title: string }) {
  return (
    <SkeletonRegion label={`${title} is loading`} className="px-edge py-2">
      <Skeleton className="h-4 w-32" />
      {["w-full", "w-5/6", "w-2/3", "w-3/4", "w-1/2"].map((width) => (
        <Skeleton key={width} className={cn("mt-6", width)} />
      ))}
    </SkeletonRegion>
  );
}
