"use client";

import { lazyLayer } from "@/components/ui/lazy-layer";
import { lazyPart } from "@/components/ui/lazy-part";
import type { ViewDialogProps } from "./view-dialog";
import type { ViewPartProps } from "./view-part-props";

/** The parts of the tabs of a list that few visits need; each is loaded when it is shown. */
export const LazyViewChanges = lazyPart<ViewPartProps>(
  () => import("./view-changes").then((part) => part.ViewChanges),
  { of: "the changes", loading: null },
);
export const LazyViewMenu = lazyPart<ViewPartProps>(() => import("./view-menu").then((part) => part.ViewMenu), {
  of: "the menu",
});
export const LazyViewNotice = lazyPart<ViewPartProps>(() => import("./view-notice").then((part) => part.ViewNotice), {
  of: "the notice",
  loading: null,
});
export const LazyViewOrder = lazyPart<ViewPartProps>(() => import("./view-order").then((part) => part.ViewOrder), {
  of: "the views",
});
export const LazyViewDialog = lazyLayer<ViewDialogProps>(
  () => import("./view-dialog").then((part) => part.ViewDialog),
  { of: "the form", close: ({ onClose }) => onClose() },
);
