"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { FilesStep } from "./files-step";
import { ImportFrame } from "./import-frame";
import { useUploads } from "./upload-queue";
import { useCounts } from "./use-counts";

/** Where an import begins: it exists at the server from its first file on, and not before. */
export function NewImport() {
  const [place] = useState(() => crypto.randomUUID());
  const { uploads } = useUploads({ place });
  const { files } = useCounts();
  return (
    <ImportFrame
      title="New import"
      step="files"
      {...(uploads.length > 0
        ? {
            foot: {
              counts: <span className="text-muted">{`Uploading ${files(uploads.length)}`}</span>,
              buttons: (
                <Button variant="primary" busy>
                  Match columns
                </Button>
              ),
            },
          }
        : {})}
    >
      <FilesStep detail={null} place={place} />
    </ImportFrame>
  );
}
