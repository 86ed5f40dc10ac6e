"use client";

import { lazyLayer } from "@/components/ui/lazy-layer";
import { lazyPart } from "@/components/ui/lazy-part";
import type { PictureDialogProps } from "./picture-dialog";

/** Loads the pictures of marks; a page comes up with initials. */
export const LazyPagePictures = lazyPart(() => import("./page-pictures").then((part) => part.PagePictures), {
  of: "the pictures",
  loading: null,
});

export const LazyPictureDialog = lazyLayer<PictureDialogProps>(
  () => import("./picture-dialog").then((part) => part.PictureDialog),
  { of: "the picture", close: ({ onClose }) => onClose() },
);
