"use client";

import { FileUp } from "lucide-react";
import { type DragEvent, type ReactNode, type RefObject, useRef, useState } from "react";
import { cn } from "@/lib/cn";
import { Button, type ButtonProps } from "./button";

type Take = (files: readonly File[]) => void;

interface FileInputProps {
  onFiles: Take;
  /** The field's name for screen readers: "Files to import". */
  label: string;
  /** The types that the dialog offers; by default all. */
  accept?: string | undefined;
  /** On a phone opens the camera. */
  camera?: boolean | undefined;
  /** One file only. */
  single?: boolean | undefined;
  ref?: RefObject<HTMLInputElement | null>;
}

/** The hidden field behind a button or a menu item that opens the browser's file dialog by `click`. */
export function FileInput({ onFiles, label, accept, camera, single, ref }: FileInputProps) {
  return (
    <input
      ref={ref}
      type="file"
      multiple={!single}
      tabIndex={-1}
      aria-label={label}
      {...(accept ? { accept } : {})}
      {...(camera ? { capture: "environment" as const } : {})}
      className="hidden"
      onChange={(event) => {
        const files = [...(event.target.files ?? [])];
        event.target.value = "";
        if (files.length > 0) onFiles(files);
      }}
    />
  );
}

type FileButtonProps = Omit<ButtonProps, "onClick" | "ref"> & Omit<FileInputProps, "ref">;

/** A button that opens the browser's file dialog. */
export function FileButton({ onFiles, label, accept, camera, single, children, ...button }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button {...button} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <FileInput ref={input} {...{ onFiles, label, accept, camera, single }} />
    </>
  );
}

/** Takes files that are dropped anywhere on it, and shows a hint while they are dragged over it. */
export function DropArea({
  onFiles,
  hint = "Drop to add these files",
  className,
  children,
}: {
  /** Undefined takes none. */
  onFiles: Take | undefined;
  hint?: string | undefined;
  className?: string | undefined;
  children: ReactNode;
}) {
  const [over, setOver] = useState(false);
  const holdsFiles = (event: DragEvent) => onFiles !== undefined && event.dataTransfer.types.includes("Files");
  return (
    <section
      aria-label="Drop files here"
      className={cn("relative", className)}
      onDragOver={(event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setOver(false);
      }}
      onDrop={(event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        setOver(false);
        const files = [...event.dataTransfer.files];
        if (files.length > 0) onFiles?.(files);
      }}
    >
      {children}
      {over ? (
        <div
          aria-hidden
          className="pointer-events-none absolute inset-2 z-sticky grid place-items-center rounded-md border-[1.5px] border-accent bg-accent-subtle/90 font-medium text-accent-text"
        >
          <span className="flex items-center gap-2">
            <FileUp className="size-4" />
            {hint}
          </span>
        </div>
      ) : null}
    </section>
  );
}
