"use client";

import { lazyPart } from "@/components/ui/lazy-part";
import { Skeleton } from "@/components/ui/skeleton";
import type { GrowthChartProps } from "./growth-chart";

/** `GrowthChart`, which alone carries the library of charts. */
export const LazyGrowthChart = lazyPart<GrowthChartProps>(
  () => import("./growth-chart").then((part) => part.GrowthChart),
  { of: "the chart", loading: <Skeleton className="h-[200px] w-full" /> },
);
