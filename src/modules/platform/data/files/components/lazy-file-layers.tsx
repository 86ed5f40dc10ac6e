"use client";

import { lazyLayer } from "@/components/ui/lazy-layer";
import type { FilePreviewProps } from "./file-preview";
import type { FileDialogProps } from "./rename-file-dialog";

export const LazyRenameFile = lazyLayer<FileDialogProps>(
  () => import("./rename-file-dialog").then((part) => part.RenameFileDialog),
  { of: "the form", close: ({ onClose }) => onClose() },
);
export const LazyFileVersions = lazyLayer<FileDialogProps>(
  () => import("./file-versions").then((part) => part.FileVersions),
  { of: "the versions", close: ({ onClose }) => onClose() },
);
export const LazyFilePreview = lazyLayer<FilePreviewProps>(
  () => import("./file-preview").then((part) => part.FilePreview),
  { of: "the preview", takesTyping: false, close: ({ onClose }) => onClose() },
);
