"use client";

import { File as FileIcon, Paperclip, X } from "lucide-react";
import { type ClipboardEvent, type DragEvent, type ReactNode, useRef, useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { FileInput } from "@/components/ui/drop-area";
import { IconButton, type IconButtonProps } from "@/components/ui/icon-button";
import { bytesText } from "@/lib/bytes-text";
import { cn } from "@/lib/cn";
import { DropOverlay } from "./drop-overlay";
import { pastedFiles } from "./pasted-files";
import { type ChosenFiles, useChosenFiles } from "./use-chosen-files";
import { useUpload } from "./use-uploads";

export { useChosenFiles, useUpload };

interface FileZoneProps {
  /** Where they go, in "Drop to add these files to the comment". */
  to: string;
  onFiles(files: readonly File[]): void;
  className?: string | undefined;
  children: ReactNode;
}

/** Takes the files that are dropped or pasted anywhere in it, also into a text: before that does, and before the page. */
export function FileZone({ to, onFiles, className, children }: FileZoneProps) {
  const [over, setOver] = useState(false);
  const holdsFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  function onPaste(event: ClipboardEvent) {
    const files = pastedFiles(event.clipboardData, new Date());
    // A table that is copied from a sheet brings its picture along.
    if (files.length === 0 || event.clipboardData.getData("text/plain") !== "") return;
    event.preventDefault();
    onFiles(files);
  }
  function onDrop(event: DragEvent) {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  }
  return (
    <section
      aria-label={`Drop files to add them to ${to}`}
      className={cn("relative", className)}
      onPasteCapture={onPaste}
      onDragOverCapture={(event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setOver(false);
      }}
      onDropCapture={onDrop}
    >
      {children}
      {over ? <DropOverlay to={to} className="inset-0 z-sticky rounded-md" /> : null}
    </section>
  );
}

interface AttachButtonProps extends Pick<IconButtonProps, "size" | "className"> {
  onFiles(files: readonly File[]): void;
}

/** The paperclip: opens the browser's file dialog, which on a phone offers the camera too. */
export function AttachButton({ onFiles, ...button }: AttachButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton
        label="Add files"
        icon={<Paperclip aria-hidden />}
        onClick={() => input.current?.click()}
        {...button}
      />
      <FileInput ref={input} label="Files to add" onFiles={onFiles} />
    </>
  );
}

/** The chosen files with their sizes, each with a way to leave it out. Nothing while there are none. */
export function ChosenFileList({ chosen, className }: { chosen: ChosenFiles; className?: string }) {
  const { locale } = useListLocale();
  if (chosen.list.length === 0) return null;
  return (
    <ul aria-label="Chosen files" className={cn("flex flex-wrap gap-1.5", className)}>
      {chosen.list.map(({ key, file }) => (
        <li
          key={key}
          className="flex h-8 min-w-0 max-w-full items-center gap-2 rounded-md border bg-surface pr-1 pl-2 phone:h-11 phone:w-full"
        >
          <FileIcon aria-hidden className="size-[15px] shrink-0 text-faint" />
          <span className="min-w-0 truncate" title={file.name}>
            {file.name}
          </span>
          <span className="shrink-0 text-faint text-sm num">{bytesText(file.size, locale)}</span>
          <IconButton
            size="sm"
            className="ml-auto"
            label={`Leave out ${file.name}`}
            icon={<X aria-hidden />}
            onClick={() => chosen.remove(key)}
          />
        </li>
      ))}
    </ul>
  );
}
