"use client";

import type { FilterBuilder } from "@/components/data-table/filter-builder";
import type { FilterFieldList } from "@/components/data-table/filter-field-list";
import type { FilterGroupBuilder } from "@/components/data-table/filter-group-builder";
import { lazyPart } from "@/components/ui/lazy-part";

/** The editors of filters, loaded when they open. */
export const LazyFilterBuilder = lazyPart<Parameters<typeof FilterBuilder>[0]>(
  () => import("@/components/data-table/filter-builder").then((part) => part.FilterBuilder),
  { of: "the filter", takesTyping: true },
);
export const LazyFilterGroupBuilder = lazyPart<Parameters<typeof FilterGroupBuilder>[0]>(
  () => import("@/components/data-table/filter-group-builder").then((part) => part.FilterGroupBuilder),
  { of: "the filter", takesTyping: true },
);
export const LazyFilterFieldList = lazyPart<Parameters<typeof FilterFieldList>[0]>(
  () => import("@/components/data-table/filter-field-list").then((part) => part.FilterFieldList),
  { of: "the fields", takesTyping: true },
);
