"use client";

import { lazyPart } from "@/components/ui/lazy-part";
import type { BulkActsProps } from "./bulk-acts";

/** `BulkActs`, loaded when rows are selected. */
export const LazyActs = lazyPart<BulkActsProps>(() => import("./bulk-acts").then((part) => part.BulkActs), {
  of: "the actions",
  loading: null,
});
