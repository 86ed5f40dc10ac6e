"use client";

import { lazyLayer } from "./lazy-layer";

/** `ConfirmDialog` for pages that ask seldom: loaded with its first question. */
export const ConfirmLayer = lazyLayer(() => import("./confirm-dialog").then(({ ConfirmDialog }) => ConfirmDialog), {
  of: "the question",
  close: ({ onOpenChange }) => onOpenChange(false),
});
