"use client";

import { lazyLayer } from "@/components/ui/lazy-layer";
import type { RepeatDialogProps } from "./repeat-dialog";
import type { ScopeDialogProps } from "./scope-dialog";

/** `RepeatDialog`, loaded when it opens: it carries the calendar of rules. */
export const LazyRepeatDialog = lazyLayer<RepeatDialogProps>(
  () => import("./repeat-dialog").then((part) => part.RepeatDialog),
  { of: "the repetition", close: ({ onClose }) => onClose() },
);

/** `ScopeDialog`, loaded with the first edit of a repeating activity. */
export const LazyScopeDialog = lazyLayer<ScopeDialogProps>(
  () => import("./scope-dialog").then((part) => part.ScopeDialog),
  { of: "the question", close: ({ onClose }) => onClose() },
);
