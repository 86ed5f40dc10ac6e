"use client";

import { useState } from "react";
import { FilesStep } from "./files-step";
import { ImportFrame, onlyMuted } from "./import-frame";
import { useUploads } from "./upload-queue";
import { useCounts } from "./use-counts";

/** Where an import begins: it exists at the server from its first file on, and not before. */
export function NewImport() {
  const [place] = useState(() => crypto.randomUUID());
  const { uploads } = useUploads({ place });
  const { files } = useCounts();
  const foot = {
    counts: onlyMuted(`Uploading ${files(uploads.length)}`),
    buttons: [{ label: "Match columns", variant: "primary", busy: true } as const],
  };
  return (
    <ImportFrame title="New import" step="files" {...(uploads.length > 0 ? { foot } : {})}>
      <FilesStep files={[]} at={{ place }} />
    </ImportFrame>
  );
}
