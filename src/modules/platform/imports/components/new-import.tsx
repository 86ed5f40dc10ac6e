"use client";

import { useState } from "react";
import { FilesStep } from "./files-step";
import { ImportFrame } from "./import-frame";

/** Where an import begins: it exists at the server from its first file on, and not before. */
export function NewImport() {
  const [place] = useState(() => crypto.randomUUID());
  return (
    <ImportFrame title="New import" step="files">
      <FilesStep detail={null} place={place} />
    </ImportFrame>
  );
}
