"use client";

import { lazyPart } from "@/components/ui/lazy-part";
import type { MoveBackDialog } from "./move-back-dialog";
import type { StepDialog } from "./step-dialog";

/** `StepDialog`, loaded with the first transition that asks for values. */
export const LazyStepDialog = lazyPart<Parameters<typeof StepDialog>[0]>(
  () => import("./step-dialog").then((part) => part.StepDialog),
  { of: "the question", close: ({ onClose }) => onClose() },
);

/** `MoveBackDialog`, loaded with the first move back. */
export const LazyMoveBackDialog = lazyPart<Parameters<typeof MoveBackDialog>[0]>(
  () => import("./move-back-dialog").then((part) => part.MoveBackDialog),
  { of: "the question", close: ({ onClose }) => onClose() },
);
