"use client";

import { lazyLayer } from "@/components/ui/lazy-layer";
import type { AssignDialogProps } from "./assign-dialog";
import type { MoveDialogProps } from "./move-dialog";

/** `MoveDialog`, loaded with the first item that is snoozed or rescheduled. */
export const LazyMoveDialog = lazyLayer<MoveDialogProps>(
  () => import("./move-dialog").then((part) => part.MoveDialog),
  { of: "the choices", close: ({ onClose }) => onClose() },
);

/** `AssignDialog`, loaded with the first item that is reassigned. */
export const LazyAssignDialog = lazyLayer<AssignDialogProps>(
  () => import("./assign-dialog").then((part) => part.AssignDialog),
  { of: "the members", close: ({ onClose }) => onClose() },
);
