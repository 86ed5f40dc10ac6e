"use client";

import type { ArchivedChip, ConditionChip, GroupChip } from "@/components/data-table/filter-chips";
import type { FilterMatchMenu } from "@/components/data-table/filter-match-menu";
import { lazyPart } from "@/components/ui/lazy-part";

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
