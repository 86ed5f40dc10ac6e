"use client";

import { lazyLayer } from "./lazy-layer";
import type { SheetProps } from "./sheet";

/** `Sheet`, loaded when it opens. */
export const LazySheet = lazyLayer<SheetProps>(() => import("./sheet").then((part) => part.Sheet), {
  of: "the menu",
  close: ({ onOpenChange }) => onOpenChange(false),
});
