"use client";

import { useSyncExternalStore } from "react";
import { lazyPart } from "@/components/ui/lazy-part";
import { areUploadsShown, followUploads } from "./uploads-shown";

const Panel = lazyPart(() => import("./upload-panel").then((part) => part.UploadPanel), {
  of: "the uploads",
  loading: null,
});

/** The panel of uploads, loaded with the first one. */
export function LazyUploadPanel() {
  return useSyncExternalStore(followUploads, areUploadsShown, () => false) ? <Panel /> : null;
}
