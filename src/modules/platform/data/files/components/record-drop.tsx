"use client";

import { useEffect, useState } from "react";
import { useStable } from "@/components/ui/use-stable";
import { DropOverlay } from "./drop-overlay";
import { pastedFiles } from "./pasted-files";
import type { UploadTarget } from "./upload-state";
import { useAddFiles } from "./use-uploads";

export interface RecordDropProps {
  target: UploadTarget;
  recordName: string;
}

/** Whether a paste goes into a field, which handles it itself. */
const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement);

/** Layers above the page take no files for the record below. */
const isCovered = () => document.querySelector("[data-modal]") !== null;

/** Takes files that are dropped or pasted anywhere on the page of a record. */
export function RecordDrop({ target, recordName }: RecordDropProps) {
  const add = useStable(useAddFiles({ target, recordName }));
  const [over, setOver] = useState(false);

  // The document: a drop that misses a zone would otherwise replace the page by the file.
  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true && !isCovered();
    const onDragOver = (event: DragEvent) => {
      // A part of the page takes them itself.
      if (event.defaultPrevented) setOver(false);
      if (event.defaultPrevented || !holdsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (event.defaultPrevented || !holdsFiles(event)) return;
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) add(files);
    };
    const onPaste = (event: ClipboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target) || isCovered()) return;
      const files = pastedFiles(event.clipboardData, new Date());
      if (files.length === 0) return;
      event.preventDefault();
      add(files);
    };
    document.addEventListener("dragover", onDragOver);
    document.addEventListener("dragleave", onDragLeave);
    document.addEventListener("drop", onDrop);
    document.addEventListener("paste", onPaste);
    return () => {
      document.removeEventListener("dragover", onDragOver);
      document.removeEventListener("dragleave", onDragLeave);
      document.removeEventListener("drop", onDrop);
      document.removeEventListener("paste", onPaste);
    };
  }, [add]);

  if (!over) return null;
  return <DropOverlay to={recordName} className="inset-2 z-peek rounded-lg" />;
}
