"use client";

import { FileUp } from "lucide-react";
import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { Button, type ButtonProps } from "@/components/ui/button";
import { cn } from "@/lib/cn";

type Take = (files: readonly File[]) => void;

/** A button that opens the browser's file dialog. */
export function FileButton({ onFiles, children, ...button }: { onFiles: Take } & Omit<ButtonProps, "onClick">) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button {...button} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        tabIndex={-1}
        aria-label="Files to import"
        accept=".csv,.tsv,.txt,.xlsx,text/csv,text/plain,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        className="hidden"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = "";
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}

/** Takes files that are dropped anywhere on it, and shows a hint while they are dragged over it. */
export function DropArea({
  onFiles,
  className,
  children,
}: {
  onFiles: Take;
  className?: string | undefined;
  children: ReactNode;
}) {
  const [over, setOver] = useState(false);
  const holdsFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
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
        if (files.length > 0) onFiles(files);
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
            Drop to add these files
          </span>
        </div>
      ) : null}
    </section>
  );
}
