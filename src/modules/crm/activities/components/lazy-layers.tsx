"use client";

import { lazyLayer } from "@/components/ui/lazy-layer";
import type { ActivityFormProps } from "./activity-form";
import type { CompleteDialogProps } from "./complete-dialog";

/** `ActivityForm`, loaded when it opens. */
export const LazyActivityForm = lazyLayer<ActivityFormProps>(
  () => import("./activity-form").then((part) => part.ActivityForm),
  { of: "the form", close: ({ onOpenChange }) => void onOpenChange(false) },
);

/** `CompleteDialog`, loaded with the first activity that is marked as done. */
export const LazyCompleteDialog = lazyLayer<CompleteDialogProps>(
  () => import("./complete-dialog").then((part) => part.CompleteDialog),
  { of: "the question", close: ({ onClose }) => onClose() },
);
