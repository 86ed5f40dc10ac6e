"use client";

import { lazyLayer } from "@/components/ui/lazy-layer";
import { lazyPart } from "@/components/ui/lazy-part";
import type { BulkActsProps } from "./bulk-acts";
import type { MoveBackDialog } from "./move-back-dialog";
import type { NounForm } from "./noun-form";
import type { NounPeek } from "./noun-peek";
import type { StepDialog } from "./step-dialog";

/** `NounForm`, loaded when it opens. */
export const LazyForm = lazyLayer(() => import("./noun-form").then((part) => part.NounForm), {
  of: "the form",
  close: ({ onOpenChange }) => void onOpenChange(false),
}) as typeof NounForm;

/** `NounPeek`, loaded when a record is opened beside its list. */
export const LazyPeek = lazyPart(() => import("./noun-peek").then((part) => part.NounPeek), {
  of: "the record",
}) as typeof NounPeek;

/** `BulkActs`, loaded when rows are selected. */
export const LazyActs = lazyPart<BulkActsProps>(() => import("./bulk-acts").then((part) => part.BulkActs), {
  of: "the actions",
  loading: null,
});

/** `StepDialog`, loaded with the first transition that asks for values. */
export const LazyStepDialog = lazyLayer<Parameters<typeof StepDialog>[0]>(
  () => import("./step-dialog").then((part) => part.StepDialog),
  { of: "the question", close: ({ onClose }) => onClose() },
);

/** `MoveBackDialog`, loaded with the first move back. */
export const LazyMoveBackDialog = lazyLayer<Parameters<typeof MoveBackDialog>[0]>(
  () => import("./move-back-dialog").then((part) => part.MoveBackDialog),
  { of: "the question", close: ({ onClose }) => onClose() },
);
