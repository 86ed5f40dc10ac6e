"use client";

import type { FilterPanel } from "@/components/data-table/filter-panel";
import { lazyPart } from "@/components/ui/lazy-part";

/** All filters below each other, loaded when somebody opens them. */
export const LazyFilterPanel = lazyPart<Parameters<typeof FilterPanel>[0]>(
  () => import("@/components/data-table/filter-panel").then((part) => part.FilterPanel),
  { of: "the filters" },
);
