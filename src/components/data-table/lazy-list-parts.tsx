"use client";

import { lazyPart } from "@/components/ui/lazy-part";
import type { ListBulk } from "./list-bulk";
import type { RecordsEmptyProps } from "./records-empty";
import type { TreeToggleProps } from "./tree-toggle";

/** `RecordsEmpty`, loaded when a list has no rows. */
export const LazyRecordsEmpty = lazyPart<RecordsEmptyProps>(
  () => import("./records-empty").then((part) => part.RecordsEmpty),
  { of: "the ways to begin", loading: null },
);

/** `ListBulk`, loaded when a row is selected. */
export const LazyListBulk = lazyPart(() => import("./list-bulk").then((part) => part.ListBulk), {
  of: "the actions",
  loading: null,
}) as typeof ListBulk;
/** `TreeToggle`, loaded with lists whose records form a tree. */
export const LazyTreeToggle = lazyPart<TreeToggleProps>(() => import("./tree-toggle").then((part) => part.TreeToggle), {
  of: "the tree",
  loading: null,
});
