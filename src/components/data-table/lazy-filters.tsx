"use client";

import type { FilterBuilder } from "@/components/data-table/filter-builder";
import type { ArchivedChip, ConditionChip, GroupChip } from "@/components/data-table/filter-chips";
import type { FilterFieldList } from "@/components/data-table/filter-field-list";
import type { FilterGroupBuilder } from "@/components/data-table/filter-group-builder";
import type { FilterMatchMenu } from "@/components/data-table/filter-match-menu";
import { lazyPart } from "@/components/ui/lazy-part";

/** The editors of filters, loaded when they open. */
export const LazyFilterBuilder = lazyPart<Parameters<typeof FilterBuilder>[0]>(
  () => import("@/components/data-table/filter-builder").then((part) => part.FilterBuilder),
  { of: "the filter" },
);
export const LazyFilterGroupBuilder = lazyPart<Parameters<typeof FilterGroupBuilder>[0]>(
  () => import("@/components/data-table/filter-group-builder").then((part) => part.FilterGroupBuilder),
  { of: "the filter" },
);
export const LazyFilterFieldList = lazyPart<Parameters<typeof FilterFieldList>[0]>(
  () => import("@/components/data-table/filter-field-list").then((part) => part.FilterFieldList),
  { of: "the fields" },
);

const chips = () => import("@/components/data-table/filter-chips");
const look = { of: "the filter", loading: null };

/** The chips of filters, loaded with the first filter. */
export const LazyArchivedChip = lazyPart<Parameters<typeof ArchivedChip>[0]>(
  () => chips().then((part) => part.ArchivedChip),
  look,
);
export const LazyConditionChip = lazyPart<Parameters<typeof ConditionChip>[0]>(
  () => chips().then((part) => part.ConditionChip),
  look,
);
export const LazyGroupChip = lazyPart<Parameters<typeof GroupChip>[0]>(
  () => chips().then((part) => part.GroupChip),
  look,
);
export const LazyMatchMenu = lazyPart<Parameters<typeof FilterMatchMenu>[0]>(
  () => import("@/components/data-table/filter-match-menu").then((part) => part.FilterMatchMenu),
  look,
);
