"use client";

import { lazyLayer } from "@/components/ui/lazy-layer";
import { lazyPart } from "@/components/ui/lazy-part";
import type { NounBulkProps } from "./noun-bulk";
import type { NounForm } from "./noun-form";
import type { NounPeek } from "./noun-peek";

/** `NounForm`, loaded when it opens. */
export const LazyForm = lazyLayer(() => import("./noun-form").then((part) => part.NounForm), {
  of: "the form",
  close: ({ onOpenChange }) => void onOpenChange(false),
}) as typeof NounForm;

/** `NounBulk`, loaded when a record is selected. */
export const LazyNounBulk = lazyPart<NounBulkProps>(() => import("./noun-bulk").then((part) => part.NounBulk), {
  of: "the actions",
  loading: null,
});

/** `NounPeek`, loaded when a record is opened beside its list. */
export const LazyPeek = lazyPart(() => import("./noun-peek").then((part) => part.NounPeek), {
  of: "the record",
}) as typeof NounPeek;
