"use client";

import type { ChangesOf } from "@/components/layout/settings-changes";
import { lazyPart } from "@/components/ui/lazy-part";
import { Skeleton } from "@/components/ui/skeleton";

/** `ChangesLink`, loaded on the pages of the settings that have one. */
export const LazyChangesLink = lazyPart<ChangesOf>(() => import("./changes-link").then((part) => part.ChangesLink), {
  of: "the last change",
  loading: <Skeleton className="w-64" />,
});
