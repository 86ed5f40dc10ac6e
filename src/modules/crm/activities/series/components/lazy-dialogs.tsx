"use client";

import { lazyLayer } from "@/components/ui/lazy-layer";
import type { ScopeDialogProps } from "./scope-dialog";

/** `ScopeDialog`, loaded with the first edit of a repeating activity. */
export const LazyScopeDialog = lazyLayer<ScopeDialogProps>(
  () => import("./scope-dialog").then((part) => part.ScopeDialog),
  { of: "the question", close: ({ onClose }) => onClose() },
);
